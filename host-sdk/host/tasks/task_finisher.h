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

// One thread with one connection writes everything that has come in meanwhile in one statement. While the database is
// away results are kept and tried again. Thread-safe.
class TaskFinisher {
 public:
  // `written` is called on the finisher's thread after results were written; its argument says whether that made tasks
  // available: of a named queue that is free now, or given back.
  TaskFinisher(std::string connection_string, HeldTasks& held, Log& log, std::function<void(bool freed)> written);
  ~TaskFinisher();  // stop() without waiting
  TaskFinisher(const TaskFinisher&) = delete;
  TaskFinisher& operator=(const TaskFinisher&) = delete;

  // Begins, as the worker whose locks it releases. Throws postgres::Error when the database cannot be reached.
  void start(std::string worker);
  void add(TaskRunResult result);
  bool idle() const;  // everything is written

  // Ends once everything is written, or after `limit`: then locks of what was left expire by themselves.
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
