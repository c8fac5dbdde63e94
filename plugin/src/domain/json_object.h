// Builds the text of a JSON object.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kongflow::endpoints {

// Does not detect duplicate names. Values are UTF-8.
class JsonObject {
 public:
  // nullopt is written as null.
  JsonObject& add(std::string_view name, std::optional<std::string_view> value);
  JsonObject& add(std::string_view name, const char* value) { return add(name, std::string_view(value)); }
  JsonObject& add(std::string_view name, bool value) { return add_json(name, value ? "true" : "false"); }
  JsonObject& add(std::string_view name, std::int64_t value) { return add_json(name, std::to_string(value)); }
  // Adds `json` unchanged; nullopt is written as null.
  JsonObject& add_json(std::string_view name, std::optional<std::string_view> json);

  std::string text() const { return members_.empty() ? "{}" : "{" + members_ + "}"; }

 private:
  std::string members_;
};

// The array of the given JSON texts.
std::string json_array(const std::vector<std::string>& elements);

}  // namespace kongflow::endpoints
