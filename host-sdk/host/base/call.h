// One running call of a plugin function: the host's side of kf_call.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>

#include "kongflow/abi/types.h"

// Opaque to plugins, which use it through kongflow.call/1.
struct kf_call {
 public:
  using Clock = std::chrono::steady_clock;
  struct Error {
    std::string code;
    std::string message;
  };

  // `id` appears in logs: "req-…", "task-42", "configure endpoints". time_point::max() means no deadline.
  explicit kf_call(std::string id, Clock::time_point deadline = Clock::time_point::max())
      : id_(std::move(id)), deadline_(deadline) {}
  kf_call(const kf_call&) = delete;
  kf_call& operator=(const kf_call&) = delete;

  const std::string& id() const { return id_; }
  Clock::time_point deadline() const { return deadline_; }

  // [any thread]
  void cancel() { cancelled_ = true; }
  bool cancelled() const { return cancelled_; }
  std::int64_t remaining_ms() const {
    if (deadline_ == Clock::time_point::max()) return INT64_MAX;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - Clock::now()).count();
    return left > 0 ? left : 0;
  }
  void set_error(std::string code, std::string message) {
    const std::lock_guard lock(mutex_);
    error_ = Error{std::move(code), std::move(message)};
  }
  std::optional<Error> error() const {
    const std::lock_guard lock(mutex_);
    return error_;
  }

 private:
  const std::string id_;
  const Clock::time_point deadline_;
  std::atomic<bool> cancelled_{false};
  mutable std::mutex mutex_;
  std::optional<Error> error_;
};

namespace kongflow::host {
using Call = ::kf_call;
}
