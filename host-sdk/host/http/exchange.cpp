#include "host/http/exchange.h"

#include <algorithm>
#include <array>
#include <utility>

#include "host/base/text.h"
#include "host/http/json_response.h"

namespace {

using kongflow::host::HttpResponse;
using kongflow::host::view;

bool is_token(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c != 0 && std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos);
  });
}

bool is_field_value(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](unsigned char c) { return c == '\t' || (c >= 0x20 && c != 0x7F); });
}

bool is_servers_own(std::string_view lower_case_name) {
  static constexpr std::array<std::string_view, 6> names{"date",       "content-length",    "connection",
                                                         "keep-alive", "transfer-encoding", "x-request-id"};
  return std::find(names.begin(), names.end(), lower_case_name) != names.end();
}

}  // namespace

kf_exchange::kf_exchange(std::string id, kf_call::Clock::time_point deadline, Answer answer, Settled settled)
    : call_(std::move(id), deadline), answer_(std::move(answer)), settled_(std::move(settled)) {}

kf_status kf_exchange::complete(std::uint32_t status, const kf_pair* headers, std::uint32_t header_count, kf_str body) {
  HttpResponse response;
  bool acceptable = status >= 200 && status <= 599 && (headers != nullptr || header_count == 0);
  for (std::uint32_t i = 0; acceptable && i < header_count; ++i) {
    std::string name = kongflow::host::lower_case(view(headers[i].name));
    acceptable = is_token(name) && is_field_value(view(headers[i].value));
    if (!is_servers_own(name)) response.headers.emplace_back(std::move(name), view(headers[i].value));
  }
  if (!acceptable) {
    const kf_status refused = finish(kongflow::host::error_response(500));
    return refused == KF_OK ? KF_BAD_ARGUMENT : refused;
  }
  response.status = status;
  response.body = view(body);
  return finish(std::move(response));
}

kf_status kf_exchange::answer(HttpResponse response) {
  return finish(std::move(response));
}

void kf_exchange::expire() {
  Answer answer;
  {
    const std::lock_guard lock(mutex_);
    answer = std::exchange(answer_, nullptr);
  }
  if (answer) answer(kongflow::host::error_response(504, "The request took longer than the host allows."));
}

bool kf_exchange::answered() const {
  const std::lock_guard lock(mutex_);
  return !answer_;
}

unsigned kf_exchange::completions() const {
  const std::lock_guard lock(mutex_);
  return completions_;
}

kf_status kf_exchange::finish(HttpResponse response) {
  Answer answer;
  Settled settled;
  {
    const std::lock_guard lock(mutex_);
    answer = std::exchange(answer_, nullptr);
    settled = std::exchange(settled_, nullptr);
    ++completions_;
  }
  if (settled) settled(*this);
  if (!answer) return KF_CONFLICT;
  answer(std::move(response));
  return KF_OK;
}
