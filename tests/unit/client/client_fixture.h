// The client on real sockets of this machine.
#pragma once

#include <cppunit/extensions/HelperMacros.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "client/poco_endpoint_client.h"
#include "support/scripted_app.h"

namespace kongflow::endpoints {

using testing::answer;
using testing::AppScript;
using testing::drip;
using testing::hang;
using testing::redirect;
using testing::ScriptedApp;
using testing::send_bytes;
using Kind = ClientFailure::Kind;
using Clock = std::chrono::steady_clock;

inline const std::string kOk = R"({"ok":true})";
inline const std::string kManifest = R"({"jobs":[],"sources":[],"dynamicTriggers":[],"dynamicSchedules":[]})";
constexpr std::chrono::milliseconds kShort{300};
constexpr std::chrono::seconds kSoon{3};

// Grants what it has, and remembers what it was asked for.
class FakeMemory : public BodyMemory {
 public:
  Reservation reserve(const std::string& environment_id, std::size_t bytes, const CallContext&) override {
    asked.emplace_back(environment_id, bytes);
    if (bytes > left) return nullptr;
    left -= bytes;
    return {this, [this, bytes](void*) { left += bytes; }};
  }
  std::vector<std::pair<std::string, std::size_t>> asked;
  std::size_t left = std::size_t{1} << 40;
};

class ClientFixture : public CppUnit::TestFixture {
 protected:
  using Headers = std::map<std::string, std::string>;

  // Without those of the transport.
  static Headers headers_of(const testing::AppRequest& request) {
    Headers headers = request.headers;
    for (const char* name : {"host", "connection", "user-agent", "accept-encoding"}) headers.erase(name);
    return headers;
  }
  static std::string many_headers() {
    std::string headers;
    for (int i = 0; i < 10'000; ++i) headers += "x: y\r\n";
    return headers;
  }
  static ClientSettings settings() { return {}; }
  static AppAddress address(const std::string& url) { return {url, "tr_dev_secret", "environment"}; }

  PocoEndpointClient& client() { return client_; }
  std::optional<ClientFailure> ping(const std::string& url) { return client_.ping(address(url), "my-app", {}).failure; }
  IndexReply index(const std::string& url) { return client_.index(address(url), {}); }
  std::optional<ClientFailure> ping_within(const std::string& url, std::chrono::milliseconds timeout) {
    ClientSettings limits;
    limits.ping_timeout = timeout;
    return PocoEndpointClient(limits, open_, resolver_, memory_).ping(address(url), "my-app", {}).failure;
  }
  std::optional<ClientFailure> pong(const std::string& body) {
    ScriptedApp app({answer(200, body)});
    return ping(app.url());
  }
  void assert_pong(Kind kind, const std::string& message, const std::string& body) {
    const auto failure = pong(body);
    CPPUNIT_ASSERT_MESSAGE(body, failure && failure->kind == kind);
    CPPUNIT_ASSERT_EQUAL(message, failure->message);
  }
  static void assert_unreachable(const ScriptedApp& app, const std::optional<ClientFailure>& failure) {
    CPPUNIT_ASSERT(failure && failure->reason);
    CPPUNIT_ASSERT_EQUAL("Could not connect to endpoint " + app.url(), failure->message);
    CPPUNIT_ASSERT(failure->kind == Kind::unreachable);
  }
  template <typename Call>
  static void assert_ends_soon(Call call) {
    const auto begin = Clock::now();
    const std::optional<ClientFailure> failure = call();
    CPPUNIT_ASSERT(failure && failure->kind == Kind::timed_out);
    CPPUNIT_ASSERT(Clock::now() - begin < kSoon);
  }

  const EgressPolicy open_{{{"127.0.0.0/8", "::1"}}};
  SystemResolver resolver_;
  FakeMemory memory_;
  PocoEndpointClient client_{settings(), open_, resolver_, memory_};
};

}  // namespace kongflow::endpoints
