// The exception that a plugin throws to fail a call with a status, a code and a sentence of its choice.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "kongflow/abi/types.h"

namespace kongflow {

// `code` is for machines (INVALID_CONFIG), the message a sentence for people that says what to do and holds no secret.
// Thrown by this wrapper when the host refuses something; thrown by plugins from configure(), start() and handlers.
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

// A setting that has the right type but makes no sense: thrown from configure(), which then keeps the old settings.
class ConfigError : public Error {
 public:
  explicit ConfigError(const std::string& message) : Error(KF_BAD_ARGUMENT, "INVALID_CONFIG", message) {}
};

}  // namespace kongflow
