// Limits the memory for large responses of apps, in total and per environment.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "domain/call_context.h"

namespace kongflow::endpoints {

// Thread-safe.
class BodyMemory {
 public:
  // The memory stays reserved until the last copy is destroyed.
  using Reservation = std::shared_ptr<void>;

  virtual ~BodyMemory() = default;
  // Blocks until the memory is available. Returns null when the context ends first.
  virtual Reservation reserve(const std::string& environment_id, std::size_t bytes, const CallContext& context) = 0;
};

}  // namespace kongflow::endpoints
