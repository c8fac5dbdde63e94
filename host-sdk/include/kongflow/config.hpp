// A plugin's settings: declaration and access.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kongflow/abi/config.h"
#include "kongflow/error.hpp"
#include "kongflow/text.hpp"

namespace kongflow {

// One setting of the descriptor. Texts are literals: they must live as long as the shared object.
//   Option::duration("ping.timeout", "5s", "How long the app may take to answer a ping.").between(100, 60'000)
class Option {
 public:
  static Option string(const char* name, const char* otherwise, const char* doc) {
    return {KF_CONFIG_STRING, name, otherwise, doc};
  }
  static Option integer(const char* name, const char* otherwise, const char* doc) {
    return {KF_CONFIG_INTEGER, name, otherwise, doc};
  }
  static Option boolean(const char* name, const char* otherwise, const char* doc) {
    return {KF_CONFIG_BOOLEAN, name, otherwise, doc};
  }
  static Option duration(const char* name, const char* otherwise, const char* doc) {
    return {KF_CONFIG_DURATION, name, otherwise, doc};
  }
  static Option size(const char* name, const char* otherwise, const char* doc) {
    return {KF_CONFIG_SIZE, name, otherwise, doc};
  }
  static Option list(const char* name, const char* otherwise, const char* doc) {
    return {KF_CONFIG_LIST, name, otherwise, doc};
  }

  // Inclusive bounds, in the option's unit: number, milliseconds or bytes.
  Option between(std::int64_t minimum, std::int64_t maximum) && {
    abi_.minimum = minimum;
    abi_.maximum = maximum;
    return *this;
  }
  Option required() && {
    abi_.required = 1;
    return *this;
  }
  // The host shows the value as "***".
  Option secret() && {
    abi_.secret = 1;
    return *this;
  }

  const kf_config_option& abi() const { return abi_; }

 private:
  Option(kf_config_type type, const char* name, const char* otherwise, const char* doc)
      : abi_{sizeof(kf_config_option), type, name, otherwise, doc, 0, 0, 0, 0} {}
  kf_config_option abi_;
};

// The settings that configure() applies. The host has checked their types and bounds. Usable only while configure()
// runs [main]. find_*() returns nullopt when the option is not set and has no default; the other functions throw
// ConfigError then. All throw ConfigError for an option that the descriptor does not declare, or declares with another
// type.
class Config {
 public:
  Config(const kf_host* host, const kf_config_service* service) : host_(host), service_(service) {}

  std::optional<std::string> find_string(std::string_view name) const {
    kf_str text{};
    if (!found(name, service_->string(host_, to_abi(name), &text))) return std::nullopt;
    return std::string(view(text));
  }
  std::optional<std::int64_t> find_integer(std::string_view name) const {
    std::int64_t number = 0;
    if (!found(name, service_->integer(host_, to_abi(name), &number))) return std::nullopt;
    return number;
  }
  std::optional<bool> find_boolean(std::string_view name) const {
    std::int32_t flag = 0;
    if (!found(name, service_->boolean(host_, to_abi(name), &flag))) return std::nullopt;
    return flag != 0;
  }

  std::string string(std::string_view name) const { return present(name, find_string(name)); }
  std::int64_t integer(std::string_view name) const { return present(name, find_integer(name)); }
  bool boolean(std::string_view name) const { return present(name, find_boolean(name)); }
  std::chrono::milliseconds duration(std::string_view name) const { return std::chrono::milliseconds(integer(name)); }
  std::uint64_t size_bytes(std::string_view name) const { return static_cast<std::uint64_t>(integer(name)); }
  // Empty when the option is not set and has no default.
  std::vector<std::string> list(std::string_view name) const {
    std::vector<std::string> entries;
    kf_str entry{};
    while (found(name, service_->list_entry(host_, to_abi(name), static_cast<std::uint32_t>(entries.size()), &entry)))
      entries.emplace_back(view(entry));
    return entries;
  }

 private:
  static bool found(std::string_view name, kf_status status) {
    if (status == KF_NOT_FOUND) return false;
    if (status != KF_OK)
      throw ConfigError("The setting \"" + std::string(name) + "\" is not declared with this type in the descriptor.");
    return true;
  }
  template <typename T>
  static T present(std::string_view name, std::optional<T> value) {
    if (!value) throw ConfigError("The setting \"" + std::string(name) + "\" is missing and has no default.");
    return *std::move(value);
  }

  const kf_host* host_;
  const kf_config_service* service_;
};

}  // namespace kongflow
