// The unguessable part of an endpoint's hook URL: ten characters of 0-9 a-v x y z (no w), drawn with the operating
// system's generator, each of the 35 equally likely.
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

// Equality in a time that does not depend on where they differ.
bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace kongflow::endpoints
