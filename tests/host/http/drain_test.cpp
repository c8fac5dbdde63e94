#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "host/http/host_routes.h"
#include "server_fixture.h"

namespace kongflow::host::test {

using std::chrono::milliseconds;

class DrainTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DrainTest);
  CPPUNIT_TEST(running_requests_finish_and_new_ones_get_503);
  CPPUNIT_TEST(probes_are_answered_and_readyz_reports_the_drain);
  CPPUNIT_TEST(cancel_reaches_a_handler_that_does_not_end);
  CPPUNIT_TEST(wait_idle_ends_after_its_timeout);
  CPPUNIT_TEST(stop_closes_every_connection);
  CPPUNIT_TEST(stop_succeeds_with_an_uncompleted_exchange);
  CPPUNIT_TEST(a_port_in_use_is_reported_with_advice);
  CPPUNIT_TEST(an_invalid_address_is_reported_with_advice);
  CPPUNIT_TEST_SUITE_END();

  ServerFixture fixture_;

  static std::string get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"; }
  std::string start_failure(const std::string& listen) {
    ServerFixture other;
    other.settings.listen = {listen};
    try {
      other.start();
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "started";
  }

 public:
  void setUp() override {
    fixture_.route("GET", "/slow", [this](const kf_http_request&, kf_exchange* exchange, kf_call*) {
      fixture_.gate.pass();
      complete(exchange, 200, "done");
    });
    fixture_.route("GET", "/hello", ServerFixture::answers("hello"));
    fixture_.route("GET", "/until-cancelled", [](const kf_http_request&, kf_exchange* exchange, kf_call* call) {
      eventually("the call is cancelled", [&] { return call->cancelled(); });
      complete(exchange, 503, "cancelled");
    });
    add_host_routes(fixture_.routes, fixture_.readiness, fixture_.admission, fixture_.registry, fixture_.log);
  }

  void running_requests_finish_and_new_ones_get_503() {
    RawClient running(fixture_.start()), next(fixture_.port);
    CPPUNIT_ASSERT_EQUAL(200, next.send(get("/hello")).response().status);
    running.send(get("/slow"));
    fixture_.gate.await_waiting(1);
    fixture_.server->drain();

    const RawResponse refused = next.send(get("/hello")).response();
    CPPUNIT_ASSERT_EQUAL(503, refused.status);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), refused.headers.at("retry-after"));
    CPPUNIT_ASSERT_EQUAL(std::string("close"), refused.headers.at("connection"));
    CPPUNIT_ASSERT(next.ended());

    CPPUNIT_ASSERT(!fixture_.server->wait_idle(milliseconds(1)));
    fixture_.gate.open();
    const RawResponse finished = running.response();
    CPPUNIT_ASSERT_EQUAL(std::string("done"), finished.body);
    CPPUNIT_ASSERT_EQUAL(std::string("close"), finished.headers.at("connection"));
    CPPUNIT_ASSERT(fixture_.server->wait_idle(milliseconds(10'000)));
  }

  void probes_are_answered_and_readyz_reports_the_drain() {
    fixture_.start();
    CPPUNIT_ASSERT_EQUAL(200, request(fixture_.port, "GET", "/readyz").status);
    fixture_.server->drain();
    CPPUNIT_ASSERT(fixture_.health.draining());
    CPPUNIT_ASSERT_EQUAL(200, request(fixture_.port, "GET", "/healthz").status);
    CPPUNIT_ASSERT_EQUAL(200, request(fixture_.port, "GET", "/metrics").status);
    const RawResponse ready = request(fixture_.port, "GET", "/readyz");
    CPPUNIT_ASSERT_EQUAL(503, ready.status);
    CPPUNIT_ASSERT(ready.body.find(R"("draining":true)") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(503, request(fixture_.port, "GET", "/nowhere").status);
  }

  void cancel_reaches_a_handler_that_does_not_end() {
    RawClient client(fixture_.start());
    client.send(get("/until-cancelled"));
    eventually("the request is in flight",
               [&] { return fixture_.metrics().find("kongflow_http_requests_in_flight 1") != std::string::npos; });
    fixture_.server->drain();
    fixture_.server->cancel();
    CPPUNIT_ASSERT(fixture_.server->wait_idle(milliseconds(10'000)));
    CPPUNIT_ASSERT_EQUAL(std::string("cancelled"), client.response().body);
  }

  void wait_idle_ends_after_its_timeout() {
    RawClient client(fixture_.start());
    client.send(get("/slow"));
    fixture_.gate.await_waiting(1);
    CPPUNIT_ASSERT(!fixture_.server->wait_idle(milliseconds(5)));
  }

  void stop_closes_every_connection() {
    RawClient unused(fixture_.start()), halfway(fixture_.port), used(fixture_.port);
    halfway.send("GET /hel");
    CPPUNIT_ASSERT_EQUAL(200, used.send(get("/hello")).response().status);
    eventually("all are accepted",
               [&] { return fixture_.metrics().find("kongflow_http_connections 3") != std::string::npos; });
    fixture_.server->stop();
    fixture_.server->stop();
    CPPUNIT_ASSERT(unused.ended());
    CPPUNIT_ASSERT(halfway.ended());
    CPPUNIT_ASSERT(used.ended());
  }

  void stop_succeeds_with_an_uncompleted_exchange() {
    kf_exchange* forgotten = nullptr;
    fixture_.route("GET", "/forgetful", [&](const kf_http_request&, kf_exchange* exchange, kf_call*) {
      forgotten = exchange;
      fixture_.gate.pass();
    });
    RawClient client(fixture_.start());
    client.send(get("/forgetful"));
    fixture_.gate.await_waiting(1);
    fixture_.gate.open();
    fixture_.server->stop();
    CPPUNIT_ASSERT(client.ended());
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, complete(forgotten, 200, "too late for anybody"));
  }

  void a_port_in_use_is_reported_with_advice() {
    fixture_.start();
    const std::string taken = "127.0.0.1:" + std::to_string(fixture_.port);
    const std::string failure = start_failure(taken);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, failure.find("Cannot listen on " + taken + ": Address already in use."));
    CPPUNIT_ASSERT(failure.find("[http] listen") != std::string::npos);
  }

  void an_invalid_address_is_reported_with_advice() {
    for (const char* listen :
         {"", "3040", "localhost", "localhost:", "localhost:99999", "localhost:http", ":80", "::1:80", "127.0.0.1:-1"})
      CPPUNIT_ASSERT_MESSAGE(listen, start_failure(listen).find("must be host:port") != std::string::npos);
    for (const auto& [address, advice] :
         {std::pair("203.0.113.7:0", "No interface of this machine has this address: choose another"),
          std::pair("no.such.host.invalid:3040", "Write an IP address, or a name that this machine can look up"),
          std::pair("unix:/nowhere/socket", "Create the folder of the socket, or choose another")}) {
      const std::string failure = start_failure(address);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(failure, std::size_t{0}, failure.find(std::string("Cannot listen on ") + address));
      CPPUNIT_ASSERT_MESSAGE(failure, failure.find(advice) != std::string::npos);
    }
    CPPUNIT_ASSERT_EQUAL(std::string("started"), start_failure("localhost:0"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DrainTest);

}  // namespace kongflow::host::test
