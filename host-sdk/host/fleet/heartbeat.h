// Records in the platform's database that this host is alive and how much it works, and reads whether an operator
// drains it.
#pragma once

#include <prometheus/registry.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "host/base/log.h"
#include "host/fleet/host_store.h"
#include "host/fleet/work_meter.h"
#include "postgres/connection.h"

namespace kongflow::host {

// Uses one thread and one connection, which it reopens when it is lost. Executes one small statement every second, one
// every ten seconds that adds to the minute's row, and one per minute that removes old rows.
class Heartbeat {
 public:
  // The registry and the log must outlive the object.
  Heartbeat(std::string connection_string, const prometheus::Registry& registry, Log& log);
  ~Heartbeat();  // stop()
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;

  // Called on the heartbeat's thread.
  struct Events {
    std::function<void(bool draining)> drain;  // an operator drained or resumed this host
    std::function<void(std::chrono::steady_clock::time_point sent_at)> written;  // a beat sent at `sent_at` was written
  };

  // `id`: the id of the task runner.
  void start(const std::string& id, const std::string& url, Events events);
  std::string id() const;  // empty before start(). [any thread]
  // Beats immediately, to apply a drain request that was just written. [any thread]
  void beat_now();
  // When the heartbeat was not written for Lease::term: the reason why other hosts may consider this one dead, a
  // sentence.
  std::optional<std::string> problem() const;  // [any thread]
  void stop();  // writes the remaining activity and removes the host's row, when the database is available

 private:
  void work();
  bool wait();  // false when the thread must end
  void beat();
  void leave();

  const std::string connection_string_;
  const prometheus::Registry& registry_;
  Log& log_;
  std::thread thread_;

  // Accessed only by the thread once it runs:
  host_store::HostRow self_;
  Events events_;
  std::optional<postgres::Connection> connection_;
  WorkMeter meter_;
  bool draining_ = false;
  bool failing_ = false;
  unsigned beats_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // Protected by mutex_:
  std::chrono::steady_clock::time_point written_at_;
  std::string error_;  // of the last beat, when it failed
  std::string id_;
  bool beat_requested_ = false;
  bool stopping_ = false;
};

}  // namespace kongflow::host
