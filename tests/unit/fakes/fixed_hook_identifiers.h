// Hook identifiers that tests can foresee: hook000001, hook000002, …
#pragma once

#include <atomic>
#include <string>

#include "domain/hook_identifier.h"

namespace kongflow::endpoints {

class FixedHookIdentifiers final : public HookIdentifiers {
 public:
  std::string next() override {
    const std::string digits = std::to_string(++count_);
    return "hook" + std::string(6 - digits.size(), '0') + digits;
  }

 private:
  std::atomic<int> count_{0};
};

}  // namespace kongflow::endpoints
