// Expected failures, as values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace kongflow::endpoints {

// Stable: shown as `code` in answers, stored with runs, listed in plugin/README.md.
enum class ErrorCode {
  invalid_request,     // INVALID_REQUEST: the body or a parameter does not fit
  endpoint_not_found,  // ENDPOINT_NOT_FOUND
  failed_ping,         // FAILED_PING: the app could not be reached or did not answer the ping
  failed_upsert,       // FAILED_UPSERT: the endpoint could not be stored
  failed_index,        // FAILED_INDEX: the app could not be asked for its manifest, or the manifest is invalid
  database,            // DATABASE: the database is not available, or refused a statement
  invalid_payload,     // INVALID_PAYLOAD: a task that no attempt can do
};
inline constexpr ErrorCode kErrorCodes[] = {
    ErrorCode::invalid_request, ErrorCode::endpoint_not_found, ErrorCode::failed_ping,    ErrorCode::failed_upsert,
    ErrorCode::failed_index,    ErrorCode::database,           ErrorCode::invalid_payload};
std::string_view to_string(ErrorCode code);

struct Error {
  ErrorCode code;
  std::string message;                     // a sentence for people, equal to the original service's where it had one
  std::optional<std::string> reason;       // more about it: which rule, which member, what to do
  std::optional<std::string> detail = {};  // for the log only
};
// Message and reason in one, for where there is one text only.
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
