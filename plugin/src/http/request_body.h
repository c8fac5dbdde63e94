// Reads a request's JSON body without turning its values into anything else.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/error.h"

namespace kongflow::endpoints {

class RequestBody {
 public:
  // The body of a request that takes a JSON object. The error, INVALID_REQUEST, has `refusal` as its message and a
  // reason that names the place. `body` outlives the result.
  static Result<RequestBody> parse(std::string_view body, const std::string& refusal);

  // The last member of this name, as written; nullopt: no such member.
  std::optional<std::string_view> json(std::string_view name) const;
  // The same, which must be a string when it is there.
  Result<std::optional<std::string>> optional_string(std::string_view name) const;
  Result<std::string> string(std::string_view name) const;

 private:
  RequestBody(std::string_view object, std::string refusal) : object_(object), refusal_(std::move(refusal)) {}
  Error refused(std::string reason) const;

  std::string_view object_;
  std::string refusal_;
};

}  // namespace kongflow::endpoints
