// Values that pass through the task runner: tasks taken, and their results.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kongflow::host {

// A row of the queue that this process has locked.
struct Task {
  std::string id;
  std::string identifier;
  std::optional<std::string> payload;  // JSON text as it was put in; nullopt: read when the task runs (LargePayloads)
  std::string queue_name;
  std::uint32_t attempt = 0;
  std::uint32_t max_attempts = 0;
};

// Tasks that one thread executes sequentially: several of one named queue, or a single task without a named queue.
struct TaskRun {
  std::int64_t queue_id = 0;  // 0: no named queue
  std::vector<Task> tasks;
  std::chrono::steady_clock::time_point taken_at;  // or a little earlier
};

enum class TaskOutcome {
  completed,
  retried,     // retried after the back-off, unless this was the last attempt
  failed,      // never retried
  given_back,  // as if it had not been taken
  postponed    // likewise, but not taken again before its delay is over
};

struct TaskResult {
  std::string id;
  std::uint32_t attempt = 0;
  TaskOutcome outcome = TaskOutcome::completed;
  std::string error;                       // of retried and failed
  std::chrono::milliseconds delay{1'000};  // of postponed
};

struct TaskRunResult {
  std::int64_t queue_id = 0;
  std::vector<TaskResult> tasks;
};

}  // namespace kongflow::host
