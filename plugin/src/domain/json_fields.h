// Reads the members of a JSON object (a request's body, a task's payload) without turning them into anything else.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/error.h"

namespace kongflow::endpoints {

class JsonFields {
 public:
  // Of text from outside, which outlives the result. Every error, here and below, is INVALID_REQUEST with `refusal` as
  // its message and a reason that names the place.
  static Result<JsonFields> parse(std::string_view text, const std::string& refusal);

  // The last member of this name must be a string, if there is one.
  Result<std::optional<std::string>> optional_string(std::string_view name) const;
  Result<std::string> string(std::string_view name) const;
  // The value as written; nullopt when there is none, or null.
  std::optional<std::string> data(std::string_view name) const;
  Error refused(std::string reason) const;

 private:
  std::optional<std::string_view> json(std::string_view name) const;
  JsonFields(std::string_view object, std::string refusal) : object_(object), refusal_(std::move(refusal)) {}

  std::string_view object_;
  std::string refusal_;
};

}  // namespace kongflow::endpoints
