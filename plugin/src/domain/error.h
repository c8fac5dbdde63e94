// Expected failures as values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace kongflow::endpoints {

// Stable codes: `code` in responses, stored with runs, listed in plugin/README.md.
enum class ErrorCode {
  invalid_request,     // INVALID_REQUEST: invalid body or parameter
  endpoint_not_found,  // ENDPOINT_NOT_FOUND
  failed_ping,         // FAILED_PING: the app is unreachable or did not confirm the ping
  failed_upsert,       // FAILED_UPSERT: the endpoint could not be stored
  failed_index,        // FAILED_INDEX: the manifest could not be fetched or is invalid
  database,            // DATABASE: the database is unavailable, or rejected a statement
  invalid_payload,     // INVALID_PAYLOAD: a task with an invalid payload; a retry cannot succeed
};
inline constexpr ErrorCode kErrorCodes[] = {
    ErrorCode::invalid_request, ErrorCode::endpoint_not_found, ErrorCode::failed_ping,    ErrorCode::failed_upsert,
    ErrorCode::failed_index,    ErrorCode::database,           ErrorCode::invalid_payload};
std::string_view to_string(ErrorCode code);

struct Error {
  ErrorCode code;
  std::string message;                     // a sentence for people; the original service's message where it has one
  std::optional<std::string> reason;       // details: the rule, the member, the remedy
  std::optional<std::string> detail = {};  // for the log only
};
// Message and reason as one text.
std::string sentence(const Error& error);

// A value or an Error.
template <typename T>
class Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT: implicit on purpose
  Result(Error error) : state_(std::move(error)) {}  // NOLINT: implicit on purpose
  explicit operator bool() const { return std::holds_alternative<T>(state_); }
  const T& value() const& { return std::get<T>(state_); }
  T&& value() && { return std::get<T>(std::move(state_)); }
  const T* operator->() const { return &std::get<T>(state_); }
  const Error& error() const { return std::get<Error>(state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace kongflow::endpoints
