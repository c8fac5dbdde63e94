// Random settings, the same for the same seed.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "host/config/document.h"
#include "host/config/option.h"

namespace kongflow::host::validate {

class ConfigInputs {
 public:
  ConfigInputs(std::uint64_t seed, std::vector<Option> options);

  // Values for some of the options: sound ones, ones at and beyond the bounds, texts with NULs, bytes that are no
  // UTF-8, very long ones, now and then one of another type.
  std::vector<ConfigEntry> next();

 private:
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
  RawValue value_for(const Option& option);
  std::int64_t number_for(const Option& option);
  std::string text();

  std::mt19937_64 random_;
  const std::vector<Option> options_;
};

// For people: `greeting = "Hello", count = 3`.
std::string shown(const std::vector<ConfigEntry>& entries);

}  // namespace kongflow::host::validate
