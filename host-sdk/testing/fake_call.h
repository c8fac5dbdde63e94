// The calls and exchanges of a FakeHost.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kongflow/abi/http.h"
#include "kongflow/abi/types.h"

namespace kongflow::testing {

class Violations {
 public:
  void add(std::string what);
  std::vector<std::string> all() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> all_;
};

// Implements kf_call. Thread-safe.
class FakeCall {
 public:
  using Clock = std::chrono::steady_clock;
  FakeCall(std::string id, std::optional<std::chrono::milliseconds> time_left, bool cancelled, Violations& violations);

  kf_call* native() { return reinterpret_cast<kf_call*>(this); }
  static FakeCall& of(const kf_call* call) { return *reinterpret_cast<FakeCall*>(const_cast<kf_call*>(call)); }

  const std::string& id() const { return id_; }
  bool cancelled() const { return cancelled_; }
  std::int64_t remaining_ms() const;
  void set_error(std::string code, std::string message);
  void end();  // any later use of the call by the plugin is a violation
  std::pair<std::string, std::string> error() const;

 private:
  const std::string id_;
  const Clock::time_point deadline_;
  const bool cancelled_;
  Violations& violations_;
  mutable std::mutex mutex_;
  bool ended_ = false;
  std::pair<std::string, std::string> error_;
};

struct HttpAnswer {
  std::uint32_t status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string error_code;  // the arguments of the handler's last set_error()
  std::string error_message;
  // The first header with this name; empty: none.
  std::string header(const std::string& name) const;
};

// Implements kf_exchange. Thread-safe.
class FakeExchange {
 public:
  FakeExchange(std::string what, FakeCall& call, Violations& violations)
      : what_(std::move(what)), call_(call), violations_(violations) {}

  kf_exchange* native() { return reinterpret_cast<kf_exchange*>(this); }
  static FakeExchange& of(kf_exchange* exchange) { return *reinterpret_cast<FakeExchange*>(exchange); }

  kf_status complete(std::uint32_t status, const kf_pair* headers, std::uint32_t header_count, kf_str body);
  // Waits for the response. After `patience`, records a violation and returns a 504.
  HttpAnswer wait(std::chrono::milliseconds patience);

 private:
  const std::string what_;
  FakeCall& call_;
  Violations& violations_;
  std::mutex mutex_;
  std::condition_variable completed_;
  std::optional<HttpAnswer> answer_;
};

}  // namespace kongflow::testing
