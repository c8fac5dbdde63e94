// The settings of a FakeHost, parsed from the syntax of the config file.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kongflow/abi/config.h"

namespace kongflow::testing {

class FakeSettings {
 public:
  FakeSettings(const kf_config_option* options, std::size_t count) : options_(options, options + count) {}

  // "5s", "8MiB", "true", "a, b". Throws std::invalid_argument for an undeclared option, and for a value of another
  // type or outside the bounds.
  void set(const std::string& name, const std::string& text);
  // Throws std::invalid_argument when a required option has no value.
  void check_required() const;

  // As in kf_config_service. Texts are valid until the next set().
  kf_status string(std::string_view name, kf_str* out) const;
  kf_status integer(std::string_view name, std::int64_t* out) const;
  kf_status boolean(std::string_view name, std::int32_t* out) const;
  kf_status list_entry(std::string_view name, std::uint32_t index, kf_str* out) const;

 private:
  const kf_config_option* find(std::string_view name) const;
  // The text of an option of one of the types. Returns null and sets `status` when there is none.
  const char* text_of(std::string_view name, std::initializer_list<kf_config_type> types, kf_status& status) const;

  std::vector<kf_config_option> options_;
  std::map<std::string, std::string, std::less<>> texts_;
  mutable std::map<std::string, std::vector<std::string>, std::less<>> lists_;  // split at the first access
};

}  // namespace kongflow::testing
