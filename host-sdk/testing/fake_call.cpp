#include "kongflow/testing/fake_call.h"

#include <algorithm>
#include <tuple>

#include "kongflow/text.hpp"

namespace kongflow::testing {
namespace {

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

}  // namespace

void Violations::add(std::string what) {
  const std::lock_guard lock(mutex_);
  all_.push_back(std::move(what));
}

std::vector<std::string> Violations::all() const {
  const std::lock_guard lock(mutex_);
  return all_;
}

FakeCall::FakeCall(std::string id, std::optional<std::chrono::milliseconds> time_left, bool cancelled,
                   Violations& violations)
    : id_(std::move(id)),
      deadline_(time_left ? Clock::now() + *time_left : Clock::time_point::max()),
      cancelled_(cancelled),
      violations_(violations) {}

std::int64_t FakeCall::remaining_ms() const {
  if (deadline_ == Clock::time_point::max()) return INT64_MAX;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - Clock::now()).count();
  return std::max<std::int64_t>(left, 0);
}

void FakeCall::set_error(std::string code, std::string message) {
  const std::lock_guard lock(mutex_);
  if (ended_) violations_.add("set_error() after the call " + id_ + " had ended: " + message);
  error_ = {std::move(code), std::move(message)};
}

void FakeCall::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
}

std::pair<std::string, std::string> FakeCall::error() const {
  const std::lock_guard lock(mutex_);
  return error_;
}

std::string HttpAnswer::header(const std::string& name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

kf_status FakeExchange::complete(std::uint32_t status, const kf_pair* headers, std::uint32_t header_count,
                                 kf_str body) {
  const std::lock_guard lock(mutex_);
  if (answer_) {
    violations_.add(what_ + " was completed twice.");
    return KF_CONFLICT;
  }
  call_.end();
  HttpAnswer answer;
  answer.status = status;
  answer.body = view(body);
  bool valid = status >= 200 && status <= 599;
  for (std::uint32_t i = 0; i < header_count; ++i) {
    valid = valid && !has_control(view(headers[i].name)) && !has_control(view(headers[i].value));
    answer.headers.emplace_back(view(headers[i].name), view(headers[i].value));
  }
  if (!valid) {
    violations_.add(what_ + " was completed with an invalid status or header.");
    answer = HttpAnswer{};
    answer.status = 500;
  }
  std::tie(answer.error_code, answer.error_message) = call_.error();
  answer_ = std::move(answer);
  completed_.notify_all();
  return valid ? KF_OK : KF_BAD_ARGUMENT;
}

HttpAnswer FakeExchange::wait(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (!completed_.wait_for(lock, patience, [this] { return answer_.has_value(); })) {
    violations_.add(what_ + " was never completed.");
    call_.end();
    answer_.emplace().status = 504;
  }
  return *answer_;
}

}  // namespace kongflow::testing
