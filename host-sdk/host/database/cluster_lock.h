// Exclusive ownership of the embedded cluster's folder.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

#include "host/base/log.h"
#include "host/base/stop_request.h"

namespace kongflow::host {

// Two locks guard the folder <data_dir>/postgres. This object holds `lock`. `server.lock` is also held by each process
// of the server, which inherits it: a server that outlives its host is therefore visible from other containers and
// machines, which cannot see its processes. Not thread-safe.
class ClusterLock {
 public:
  // `unseen_server_limit`: maximum time that acquire() waits for a server whose processes are not visible here. The
  // constructor does no I/O.
  ClusterLock(std::filesystem::path folder, Log& log, std::chrono::milliseconds unseen_server_limit);
  ~ClusterLock();  // release()
  ClusterLock(const ClusterLock&) = delete;
  ClusterLock& operator=(const ClusterLock&) = delete;

  // Locks the folder, which must exist, and terminates the server that a killed host left behind. Throws
  // std::runtime_error with a sentence when another host uses the folder. Throws StopRequested from its waits once
  // `stop_request` is set.
  void acquire(const StopRequest* stop_request);
  void release() noexcept;

  // True when no server process uses the folder, except those started by this process.
  bool acquired() const { return server_lock_ >= 0; }
  int server_lock() const { return server_lock_; }  // the server's processes inherit it

 private:
  using Clock = std::chrono::steady_clock;

  void lock();
  bool lock_server();
  void end_leftovers(const StopRequest* stop_request);
  void signal_leftovers(const std::vector<pid_t>& left, int signal);
  void await_unseen_server(std::optional<Clock::time_point>& since);

  const std::filesystem::path folder_;
  const std::filesystem::path cluster_;
  Log& log_;
  const std::chrono::milliseconds unseen_server_limit_;
  int lock_ = -1;
  int server_lock_ = -1;
};

}  // namespace kongflow::host
