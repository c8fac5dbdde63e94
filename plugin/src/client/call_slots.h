// How many calls an environment may make at once.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "domain/call_context.h"

namespace kongflow::endpoints {

// Thread-safe. No Slot may outlive it.
class CallSlots {
 public:
  class Slot {
   public:
    Slot(CallSlots& slots, std::string environment_id) : slots_(&slots), environment_id_(std::move(environment_id)) {}
    Slot(Slot&& other) noexcept : slots_(other.slots_), environment_id_(std::move(other.environment_id_)) {
      other.slots_ = nullptr;
    }
    Slot& operator=(Slot&&) = delete;
    ~Slot() {
      if (slots_) slots_->release(environment_id_);
    }

   private:
    CallSlots* slots_;
    std::string environment_id_;
  };

  explicit CallSlots(int per_environment) : per_environment_(per_environment) {}

  // Waits for a free slot; nullopt when the deadline passes or the caller cancels before.
  std::optional<Slot> take(const std::string& environment_id, const CallContext& context);

 private:
  void release(const std::string& environment_id);

  const int per_environment_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::map<std::string, int> taken_;  // protected by mutex_
};

}  // namespace kongflow::endpoints
