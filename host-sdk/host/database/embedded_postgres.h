// The private PostgreSQL cluster that the host runs when no database is configured.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "host/base/log.h"
#include "host/base/stop_request.h"
#include "host/database/cluster_lock.h"

namespace kongflow::host {

// A cluster in <data_dir>/postgres, reached through a unix socket in a private folder, a child of this process: it
// stops with the object, and with the process when that is killed. As root it belongs to and runs as the user
// "postgres".
//
// One thread at a time; the thread that calls start() must outlive the object, because the server stops when it ends.
class EmbeddedPostgres {
 public:
  // `bin_dir`: of initdb and postgres; empty: the newest PostgreSQL (>= 13) below /usr/lib/postgresql.
  // `unseen_server_limit`: see ClusterLock. Does nothing yet.
  EmbeddedPostgres(const std::filesystem::path& data_dir, std::string bin_dir, Log& log,
                   std::chrono::milliseconds unseen_server_limit = std::chrono::seconds(30));
  ~EmbeddedPostgres();  // stop()
  EmbeddedPostgres(const EmbeddedPostgres&) = delete;
  EmbeddedPostgres& operator=(const EmbeddedPostgres&) = delete;

  // Creates the cluster when there is none, ends what a killed host left behind, starts the server, waits until it
  // answers, and returns the connection string (a URI). Throws std::runtime_error with a sentence, also when another
  // process has the folder, and StopRequested from its waits once `stop_request` is set.
  std::string start(const StopRequest* stop_request = nullptr);

  // Whether the server that start() started still runs. Also keeps its log file small, so call it now and then.
  bool running();

  // Fast shutdown, immediate when that takes too long. Does nothing when it is not running. Never throws.
  void stop() noexcept;

  // The connection string while some process runs the cluster of this folder; for commands beside a running host.
  static std::optional<std::string> connection_string_if_running(const std::filesystem::path& data_dir);

 private:
  void create_cluster(const StopRequest* stop_request);
  std::filesystem::path make_socket_dir();
  void remove_socket_dir();
  void launch(const std::filesystem::path& socket_dir);
  void wait_until_ready(const std::string& connection_string, const StopRequest* stop_request);
  bool wait_for_exit(std::chrono::milliseconds limit);

  const std::filesystem::path root_;        // <data_dir>/postgres
  const std::filesystem::path cluster_;     // root_/data
  const std::filesystem::path server_log_;  // root_/server.log
  const std::string bin_dir_;
  Log& log_;
  ClusterLock lock_;
  std::uintmax_t log_begin_ = 0;  // of what server_ writes into server_log_, in bytes
  pid_t server_ = -1;
};

}  // namespace kongflow::host
