// Reads members of a JSON object (a request body, a task payload) without converting their values.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/error.h"

namespace kongflow::endpoints {

class JsonFields {
 public:
  // Parses external text, which must outlive the result. Every error of this class is INVALID_REQUEST with `refusal` as
  // its message, and the position as its reason.
  static Result<JsonFields> parse(std::string_view text, const std::string& refusal);

  // The last member with this name, which must be a string; nullopt when there is none.
  Result<std::optional<std::string>> optional_string(std::string_view name) const;
  Result<std::string> string(std::string_view name) const;
  // The JSON text of a value; nullopt when there is none, or when it is null.
  std::optional<std::string> data(std::string_view name) const;
  Error refused(std::string reason) const;

 private:
  std::optional<std::string_view> json(std::string_view name) const;
  JsonFields(std::string_view object, std::string refusal) : object_(object), refusal_(std::move(refusal)) {}

  std::string_view object_;
  std::string refusal_;
};

}  // namespace kongflow::endpoints
