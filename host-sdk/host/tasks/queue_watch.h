// Maintains the host's presence, releases the locks of dead hosts, and watches the version of the queue's schema.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "host/base/log.h"
#include "host/queue/worker_presence.h"
#include "host/tasks/backoff.h"
#include "host/tasks/task_metrics.h"
#include "postgres/connection.h"

namespace kongflow::host {

// Uses one thread and one connection, which it reopens when it is lost.
class QueueWatch {
 public:
  struct Events {
    std::function<void()> tasks;                           // there may be tasks to take
    std::function<void(const std::string&)> incompatible;  // the schema changed so that we must not go on; why
  };

  // Calls events on its thread.
  QueueWatch(std::string connection_string, std::vector<std::string> identifiers, TaskMetrics& metrics, Log& log,
             Events events);
  ~QueueWatch();  // stop()
  QueueWatch(const QueueWatch&) = delete;
  QueueWatch& operator=(const QueueWatch&) = delete;

  // Connects, starts, and returns the unique id of this worker. Throws postgres::Error when the database cannot be
  // reached.
  std::string start();
  void stop();

 private:
  using Clock = std::chrono::steady_clock;
  // A periodic job: the longer it takes, the less often it runs.
  struct Chore {
    std::chrono::milliseconds interval;
    void (QueueWatch::*run)();
    Clock::time_point due;
    bool failing = false;
  };

  void work();
  void listen();
  void connect();
  void run_due_chores();
  void run(Chore& chore);
  void handle_notifications();
  void refuse_if_incompatible();
  void wait(std::chrono::milliseconds limit);
  void keep_presence();
  void release_silent();
  void release_absent();
  void release(const std::string& worker);
  void release_stale();
  void measure_depth();

  const std::string connection_string_;
  const std::vector<std::string> identifiers_;
  TaskMetrics& metrics_;
  Log& log_;
  const Events events_;
  int stop_event_ = -1;  // readable once stop() was called
  std::thread thread_;

  // Used by the thread only, once it runs:
  std::optional<postgres::Connection> connection_;
  WorkerPresence presence_;
  bool present_ = false;
  // At the previous scan; a worker seen so in two consecutive scans is considered dead.
  std::set<std::string> silent_, absent_;
  std::set<std::string> released_;  // of the silent ones
  std::vector<Chore> chores_;
  Backoff backoff_;
};

}  // namespace kongflow::host
