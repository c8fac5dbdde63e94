// Records the tasks that a plugin enqueues.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "kongflow/abi/tasks.h"

namespace kongflow::testing {

struct RecordedTask {
  std::string identifier;
  std::string payload_json;
  std::string queue_name;
  std::string job_key;
  std::int32_t priority = 0;
  std::uint32_t max_attempts = 25;
  std::chrono::milliseconds delay{0};
};

// Thread-safe.
class RecordingQueue {
 public:
  // Sets the result of later enqueue() calls: KF_OK (the default), or a failure.
  void answer_with(kf_status status);
  // Like the real queue: a new task replaces a waiting task with the same job key.
  kf_status add(const kf_task_spec& spec);
  std::vector<RecordedTask> tasks() const;
  void clear();

 private:
  mutable std::mutex mutex_;
  kf_status status_ = KF_OK;
  std::vector<RecordedTask> tasks_;
};

}  // namespace kongflow::testing
