// An app that answers what the test says.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "domain/endpoint_client.h"

namespace kongflow::endpoints {

// Thread-safe as far as the functions that the test puts in are.
class FakeEndpointClient final : public EndpointClient {
 public:
  struct Call {
    AppAddress app;
    std::string slug;  // of a ping
  };

  std::function<PingReply()> on_ping = [] { return PingReply{}; };
  std::function<IndexReply()> on_index = [] { return manifest_reply(kEmptyManifest, {}); };

  PingReply ping(const AppAddress& app, const std::string& slug, const CallContext&) override {
    record(pings_, {app, slug});
    return on_ping();
  }
  IndexReply index(const AppAddress& app, const CallContext&) override {
    record(indexes_, {app, {}});
    return on_index();
  }

  std::vector<Call> pings() const { return copy(pings_); }
  std::vector<Call> indexes() const { return copy(indexes_); }

  static constexpr const char* kEmptyManifest =
      R"({"jobs":[],"sources":[],"dynamicTriggers":[],"dynamicSchedules":[]})";

  static IndexReply manifest_reply(std::string json, IndexStats stats) {
    IndexReply reply;
    reply.manifest = Manifest{std::move(json), stats};
    return reply;
  }
  static IndexReply failure_reply(ClientFailure::Kind kind, std::string message) {
    IndexReply reply;
    reply.failure = ClientFailure{kind, std::move(message), std::nullopt};
    return reply;
  }

 private:
  void record(std::vector<Call>& calls, Call call) {
    const std::lock_guard lock(mutex_);
    calls.push_back(std::move(call));
  }
  std::vector<Call> copy(const std::vector<Call>& calls) const {
    const std::lock_guard lock(mutex_);
    return calls;
  }

  mutable std::mutex mutex_;
  std::vector<Call> pings_;    // protected by mutex_
  std::vector<Call> indexes_;  // protected by mutex_
};

}  // namespace kongflow::endpoints
