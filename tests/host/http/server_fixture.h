// A running HttpServer on a free port, with routes of the test's own.
#pragma once

#include <cppunit/TestAssert.h>
#include <prometheus/registry.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "host/base/environment_store.h"
#include "host/http/exchange.h"
#include "host/http/http_server.h"
#include "host/http/readiness.h"
#include "raw_client.h"

namespace kongflow::host::test {

// Knows one environment, whose key is "tr_dev_key"; fails for "tr_dev_down".
class FakeEnvironments : public EnvironmentStore {
 public:
  std::shared_ptr<const Environment> find_by_api_key(std::string_view api_key) override;
  static Environment environment();
};

// Lets handlers wait until the test opens it.
class Gate {
 public:
  void open();
  void pass();                       // waits for open()
  void await_waiting(int handlers);  // waits until so many are in pass()

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

struct ServerFixture {
  using Handle = std::function<void(const kf_http_request&, kf_exchange*, kf_call*)>;

  ServerFixture();
  ~ServerFixture();

  // Before start().
  void route(const std::string& method, const std::string& pattern, Handle handle,
             RouteAccess access = RouteAccess::open);
  void add(Route route);
  std::uint16_t start();  // returns the first address's port

  // Answers 200 with `body` as text.
  static Handle answers(std::string body);
  std::string metrics() const;
  // What was logged; stops the server, so that nothing more is.
  std::string stop_and_read_log();

  HttpSettings settings;
  RouteTable routes;
  FakeEnvironments environments;
  Health health;
  prometheus::Registry registry;
  Admission admission{AdmissionSettings{}, registry};
  std::ostringstream log_text;
  Log log{log_text, LogLevel::debug, LogFormat::json};
  Gate gate;  // opened when the fixture ends
  Readiness readiness{health, registry, log, {std::chrono::seconds(1), std::chrono::hours(1), std::chrono::hours(1)}};
  std::unique_ptr<HttpServer> server;
  std::vector<std::string> urls;
  std::uint16_t port = 0;
};

kf_status complete(kf_exchange* exchange, unsigned status, const std::string& body);

// Waits, ten seconds at most, for something that no event announces.
template <typename Condition>
void eventually(const std::string& what, Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    CPPUNIT_ASSERT_MESSAGE(what, std::chrono::steady_clock::now() < deadline);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace kongflow::host::test
