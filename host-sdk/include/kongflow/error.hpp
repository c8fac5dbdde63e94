// The exception that fails a call with a status, a code and a message.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "kongflow/abi/types.h"

namespace kongflow {

// `code` is machine-readable (INVALID_CONFIG). The message is a sentence for people that states the remedy and contains
// no secret. This wrapper throws Error when the host rejects a call; plugins throw it from configure(), start() and
// handlers.
class Error : public std::runtime_error {
 public:
  Error(kf_status status, std::string code, const std::string& message)
      : std::runtime_error(message), status_(status), code_(std::move(code)) {}
  kf_status status() const { return status_; }
  const std::string& code() const { return code_; }

 private:
  kf_status status_;
  std::string code_;
};

// A setting of the right type with an invalid value. Thrown from configure(), which then keeps the old settings.
class ConfigError : public Error {
 public:
  explicit ConfigError(const std::string& message) : Error(KF_BAD_ARGUMENT, "INVALID_CONFIG", message) {}
};

}  // namespace kongflow
