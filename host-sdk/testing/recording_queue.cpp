#include "kongflow/testing/recording_queue.h"

#include <algorithm>

#include "kongflow/text.hpp"

namespace kongflow::testing {

void RecordingQueue::answer_with(kf_status status) {
  const std::lock_guard lock(mutex_);
  status_ = status;
}

kf_status RecordingQueue::add(const kf_task_spec& spec) {
  const std::lock_guard lock(mutex_);
  if (status_ != KF_OK) return status_;
  RecordedTask task{std::string(view(spec.identifier)),
                    spec.payload_json.size == 0 ? "{}" : std::string(view(spec.payload_json)),
                    std::string(view(spec.queue_name)),
                    std::string(view(spec.job_key)),
                    spec.priority,
                    spec.max_attempts == 0 ? 25 : spec.max_attempts,
                    std::chrono::milliseconds(spec.delay_ms)};
  const auto same_key = std::find_if(tasks_.begin(), tasks_.end(), [&](const RecordedTask& waiting) {
    return !task.job_key.empty() && waiting.job_key == task.job_key;
  });
  if (same_key != tasks_.end()) {
    *same_key = std::move(task);
  } else {
    tasks_.push_back(std::move(task));
  }
  return KF_OK;
}

std::vector<RecordedTask> RecordingQueue::tasks() const {
  const std::lock_guard lock(mutex_);
  return tasks_;
}

void RecordingQueue::clear() {
  const std::lock_guard lock(mutex_);
  tasks_.clear();
}

}  // namespace kongflow::testing
