// Memory for large answers of apps: of all environments together, and of each one.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "domain/call_context.h"

namespace kongflow::endpoints {

// Thread-safe.
class BodyMemory {
 public:
  // Reserved until the last copy is gone.
  using Reservation = std::shared_ptr<void>;

  virtual ~BodyMemory() = default;
  // Waits until the environment gets the bytes; null when the context ends before.
  virtual Reservation reserve(const std::string& environment_id, std::size_t bytes, const CallContext& context) = 0;
};

}  // namespace kongflow::endpoints
