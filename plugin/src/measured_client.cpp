#include "measured_client.h"

#include <chrono>

namespace kongflow::endpoints {
namespace {

const char* outcome_of(const std::optional<ClientFailure>& failure) {
  if (!failure) return "ok";
  switch (failure->kind) {
    case ClientFailure::Kind::refused:
      return "refused";
    case ClientFailure::Kind::unreachable:
      return "unreachable";
    case ClientFailure::Kind::timed_out:
      return "timed_out";
    case ClientFailure::Kind::bad_status:
      return "bad_status";
    case ClientFailure::Kind::unparsable:
      return "unparsable";
    case ClientFailure::Kind::declined:
      return "declined";
    case ClientFailure::Kind::invalid_manifest:
      return "invalid_manifest";
    case ClientFailure::Kind::cancelled:
      return "cancelled";
  }
  return "other";
}

template <typename CallApp>
auto measured(const Histogram& seconds, const char* action, const CallApp& call_app) {
  const auto begin = std::chrono::steady_clock::now();
  auto reply = call_app();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  seconds.observe(elapsed.count(), {action, outcome_of(reply.failure)});
  return reply;
}

}  // namespace

PingReply MeasuredClient::ping(const AppAddress& app, const std::string& slug, const CallContext& context) {
  return measured(seconds_, "ping", [&] { return client_.ping(app, slug, context); });
}

IndexReply MeasuredClient::index(const AppAddress& app, const CallContext& context) {
  return measured(seconds_, "index", [&] { return client_.index(app, context); });
}

}  // namespace kongflow::endpoints
