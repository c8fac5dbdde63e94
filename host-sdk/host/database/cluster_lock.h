// Exclusive use of the embedded cluster's folder.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

#include "host/base/log.h"
#include "host/base/stop_request.h"

namespace kongflow::host {

// Two locks guard the folder <data_dir>/postgres: `lock` is held by the process that has this object, `server.lock`
// also by each process of the server, which inherits it. A server that outlives its host is thus known in other
// containers and on other machines too, which do not see its processes. One thread at a time.
class ClusterLock {
 public:
  // `unseen_server_limit`: how long acquire() waits for a server that runs where this process cannot see it. Does
  // nothing yet.
  ClusterLock(std::filesystem::path folder, Log& log, std::chrono::milliseconds unseen_server_limit);
  ~ClusterLock();  // release()
  ClusterLock(const ClusterLock&) = delete;
  ClusterLock& operator=(const ClusterLock&) = delete;

  // Locks the folder, which exists, and ends what a killed host left behind. Throws std::runtime_error with a sentence
  // when another host has the folder, and StopRequested from its waits once `stop_request` is set.
  void acquire(const StopRequest* stop_request);
  void release() noexcept;

  // No process of a server works in the folder, but those that this process starts.
  bool acquired() const { return server_lock_ >= 0; }
  int server_lock() const { return server_lock_; }  // for the server's processes to inherit

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
