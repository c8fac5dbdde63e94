#include "host/database/cluster_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "host/database/embedded_postgres_process.h"
#include "host/database/file_descriptor.h"

namespace kongflow::host {
namespace fs = std::filesystem;
using namespace std::chrono_literals;
namespace {

constexpr char kComponent[] = "database";
constexpr auto kPause = 10ms;

}  // namespace

ClusterLock::ClusterLock(fs::path folder, Log& log, std::chrono::milliseconds unseen_server_limit)
    : folder_(std::move(folder)), cluster_(folder_ / "data"), log_(log), unseen_server_limit_(unseen_server_limit) {}

ClusterLock::~ClusterLock() {
  release();
}

void ClusterLock::acquire(const StopRequest* stop_request) {
  lock();
  end_leftovers(stop_request);
}

void ClusterLock::release() noexcept {
  for (int* descriptor : {&server_lock_, &lock_})
    if (*descriptor >= 0) ::close(std::exchange(*descriptor, -1));
}

void ClusterLock::lock() {
  FileDescriptor file(folder_ / "lock", O_RDWR | O_CREAT);
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0)
    throw std::runtime_error("Another host runs the embedded database in " + folder_.string() +
                             ": stop it first, or set another data_dir for this host.");
  lock_ = file.release();
}

// False while a server process still uses the folder.
bool ClusterLock::lock_server() {
  FileDescriptor file(folder_ / "server.lock", O_RDWR | O_CREAT);
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) return false;
  server_lock_ = file.release();
  return true;
}

// The server of a killed host receives a signal when the host dies but may still be shutting down. Besides, a stale
// lock file whose process ID another program now has prevents PostgreSQL from starting.
void ClusterLock::end_leftovers(const StopRequest* stop_request) {
  const auto begin = Clock::now();
  int last_signal = 0;
  std::optional<Clock::time_point> unseen_since;
  for (;;) {
    const auto left = postgres_processes_in(cluster_);
    if (left.empty() && lock_server()) break;
    if (left.empty()) {
      await_unseen_server(unseen_since);
    } else {
      unseen_since.reset();
      const auto waited = Clock::now() - begin;
      const int signal = waited < kFastStopLimit                         ? SIGINT
                         : waited < kFastStopLimit + kImmediateStopLimit ? SIGQUIT
                                                                         : SIGKILL;
      if (std::exchange(last_signal, signal) != signal) signal_leftovers(left, signal);
    }
    if (stop_request != nullptr) stop_request->check();
    std::this_thread::sleep_for(kPause);
  }
  std::error_code ignored;
  fs::remove(cluster_ / "postmaster.pid", ignored);
}

void ClusterLock::await_unseen_server(std::optional<Clock::time_point>& since) {
  if (!since) {
    log_.warning(kComponent, "Waiting for the PostgreSQL of an earlier host to stop; it may run in another container",
                 {{"folder", cluster_}});
    since = Clock::now();
  }
  if (Clock::now() - *since >= unseen_server_limit_)
    throw std::runtime_error("A PostgreSQL in another container or on another machine uses " + cluster_.string() +
                             ": stop it and start this host again, or set another data_dir for this host.");
}

void ClusterLock::signal_leftovers(const std::vector<pid_t>& left, int signal) {
  const auto postmaster = read_postmaster_file(cluster_);
  log_.warning(kComponent, "Stopping the PostgreSQL that an earlier host left behind", {{"folder", cluster_}});
  for (const pid_t pid : left)
    if (signal == SIGKILL || (postmaster && postmaster->pid == pid)) ::kill(pid, signal);
}

}  // namespace kongflow::host
