// Generates the unguessable part of hook URLs: ten characters of 0-9 a-v x y z (no w) from the operating system's
// random generator, each of the 35 characters equally likely.
#pragma once

#include <string>
#include <string_view>

namespace kongflow::endpoints {

class HookIdentifiers {
 public:
  virtual ~HookIdentifiers() = default;
  virtual std::string next() = 0;  // [any thread]
};

class RandomHookIdentifiers final : public HookIdentifiers {
 public:
  std::string next() override;
};

// Compares in constant time, to prevent timing attacks.
bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace kongflow::endpoints
