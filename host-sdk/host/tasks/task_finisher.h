// Writes the results of tasks into the queue.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "host/base/log.h"
#include "host/queue/held_tasks.h"
#include "host/queue/task_run.h"
#include "postgres/connection.h"

namespace kongflow::host {

// Uses one thread and one connection; writes all results that have arrived in one statement. Keeps results and retries
// while the database is not available. Thread-safe.
class TaskFinisher {
 public:
  // `written` is called on the finisher's thread after results were written. Its argument: the write made tasks
  // available, of a named queue that was released or by giving tasks back.
  TaskFinisher(std::string connection_string, HeldTasks& held, Log& log, std::function<void(bool freed)> written);
  ~TaskFinisher();  // stop() without waiting
  TaskFinisher(const TaskFinisher&) = delete;
  TaskFinisher& operator=(const TaskFinisher&) = delete;

  // Starts to write results of `worker` and to release its locks. Throws postgres::Error when the database cannot be
  // reached.
  void start(std::string worker);
  void add(TaskRunResult result);
  bool idle() const;  // everything is written

  // Stops when everything is written, or after `limit`; the locks of unwritten tasks then expire.
  void stop(std::chrono::milliseconds limit);

 private:
  using Batch = std::vector<TaskRunResult>;
  postgres::Connection open() const;
  void work();
  void write_or_split(const Batch& batch);
  bool write(const Batch& batch);
  void report_lost(const std::vector<std::string>& ids);
  bool wait_before_retry(std::chrono::milliseconds wait);

  const std::string connection_string_;
  HeldTasks& held_;
  Log& log_;
  const std::function<void(bool)> written_;
  std::string worker_;
  std::optional<postgres::Connection> connection_;  // used by the thread only

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  // Protected by mutex_:
  Batch waiting_;
  bool writing_ = false;
  bool stopping_ = false;
  std::chrono::steady_clock::time_point give_up_at_ = std::chrono::steady_clock::time_point::max();

  std::thread thread_;
};

}  // namespace kongflow::host
