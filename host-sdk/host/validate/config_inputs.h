// Random settings, deterministic for each seed.
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

  // Values for some of the options: valid ones, values at and beyond the bounds, texts with NULs or invalid UTF-8, very
  // long texts, and occasionally a value of another type.
  std::vector<ConfigEntry> next();

 private:
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
  RawValue value_for(const Option& option);
  std::int64_t number_for(const Option& option);
  std::string text();

  std::mt19937_64 random_;
  const std::vector<Option> options_;
};

// Display text: `greeting = "Hello", count = 3`.
std::string shown(const std::vector<ConfigEntry>& entries);

}  // namespace kongflow::host::validate
