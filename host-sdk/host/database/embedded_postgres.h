// The private PostgreSQL server that the host runs when no database is configured.
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

// Manages a cluster in <data_dir>/postgres. The server listens on a unix socket in a private folder. It is a child of
// this process and stops when the object is destroyed or the process is killed. As root, cluster and server belong to
// the user "postgres".
//
// Not thread-safe. The thread that calls start() must outlive the object, because the server stops when that thread
// ends.
class EmbeddedPostgres {
 public:
  // `bin_dir`: folder of initdb and postgres; empty: the newest PostgreSQL (>= 13) below /usr/lib/postgresql.
  // `unseen_server_limit`: see ClusterLock. The constructor does no I/O.
  EmbeddedPostgres(const std::filesystem::path& data_dir, std::string bin_dir, Log& log,
                   std::chrono::milliseconds unseen_server_limit = std::chrono::seconds(30));
  ~EmbeddedPostgres();  // stop()
  EmbeddedPostgres(const EmbeddedPostgres&) = delete;
  EmbeddedPostgres& operator=(const EmbeddedPostgres&) = delete;

  // Creates the cluster if it does not exist, terminates a server that a killed host left behind, starts the server,
  // waits until it accepts connections, and returns the connection string (a URI). Throws std::runtime_error with a
  // sentence, also when another process uses the folder. Throws StopRequested from its waits once `stop_request` is
  // set.
  std::string start(const StopRequest* stop_request = nullptr);

  // True while the server that start() started is running. Also rotates its log file, so call it regularly.
  bool running();

  // Shuts the server down: fast first, immediate after a timeout. Does nothing when it is not running. Never throws.
  void stop() noexcept;

  // The connection string when any process runs the cluster of this folder, for commands that run next to a host.
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
  std::uintmax_t log_begin_ = 0;  // offset in server_log_ of server_'s output, in bytes
  pid_t server_ = -1;
};

}  // namespace kongflow::host
