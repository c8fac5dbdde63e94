// Adapts the host's body memory to the interface of the app client.
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "domain/body_memory.h"
#include "kongflow/admission.hpp"

namespace kongflow::endpoints {

class HostMemory final : public BodyMemory {
 public:
  explicit HostMemory(Admission admission) : admission_(admission) {}

  Reservation reserve(const std::string& environment_id, std::size_t bytes, const CallContext& context) override {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(context.deadline - std::chrono::steady_clock::now());
    auto reserved =
        admission_.reserve(environment_id, bytes, std::max(left, std::chrono::milliseconds(0)), context.native);
    return reserved ? std::make_shared<kongflow::Reservation>(std::move(reserved)) : nullptr;
  }

 private:
  const Admission admission_;
};

}  // namespace kongflow::endpoints
