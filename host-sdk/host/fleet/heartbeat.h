// Records in the platform's database that this host is alive and what it does, and reads whether it should drain.
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

// One thread with one connection, made anew when it is lost: one small statement every second, another every ten
// that adds to the minute's row, and one a minute that removes old rows.
class Heartbeat {
 public:
  // The registry and the log outlive the object.
  Heartbeat(std::string connection_string, const prometheus::Registry& registry, Log& log);
  ~Heartbeat();  // stop()
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;

  // On the heartbeat's thread.
  struct Events {
    std::function<void(bool draining)> drain;                                // an operator's wish changed
    std::function<void(std::chrono::steady_clock::time_point asked)> heard;  // by the database, then or later
  };

  // `id` is that of the task runner.
  void start(const std::string& id, const std::string& url, Events events);
  std::string id() const;  // empty before start(). [any thread]
  // Beats at once, for a wish that was just written. [any thread]
  void hurry();
  // Why other hosts may take this one for dead: the sentence, when its heartbeat was not written for Lease::term.
  std::optional<std::string> problem() const;  // [any thread]
  void stop();  // writes what is left and removes the host's row, when the database answers

 private:
  void work();
  bool wait();  // false once it shall end
  void beat();
  void leave();

  const std::string connection_string_;
  const prometheus::Registry& registry_;
  Log& log_;
  std::thread thread_;

  // Used by the thread only, once it runs:
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
  bool hurrying_ = false;
  bool stopping_ = false;
};

}  // namespace kongflow::host
