#include "kongflow/http.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <cstddef>
#include <stdexcept>
#include <thread>

#include "kongflow/testing/fake_host.h"

namespace kongflow {
namespace {

using testing::FakeHost;
using testing::HttpAnswer;

class HttpTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HttpTest);
  CPPUNIT_TEST(handler_sees_the_request);
  CPPUNIT_TEST(handler_sees_the_environment);
  CPPUNIT_TEST(dropped_body_is_told_apart_from_none);
  CPPUNIT_TEST(query_parameters_are_decoded);
  CPPUNIT_TEST(exception_becomes_500_without_its_text);
  CPPUNIT_TEST(asynchronous_handler_answers_from_another_thread);
  CPPUNIT_TEST(dropped_responder_answers_500);
  CPPUNIT_TEST(exception_of_an_asynchronous_handler_answers_500);
  CPPUNIT_TEST(second_answer_is_refused);
  CPPUNIT_TEST(moved_responder_answers_once);
  CPPUNIT_TEST(response_that_is_no_http_becomes_500);
  CPPUNIT_TEST(fake_host_routes_as_the_host_does);
  CPPUNIT_TEST(call_tells_its_time_and_cancellation);
  CPPUNIT_TEST_SUITE_END();

 public:
  void handler_sees_the_request() {
    const HttpAnswer answer =
        handled({"POST", "/things/a%2Fb?x=1", "body", {}, {{"x-key", "v"}}}, [](const Request& request, Call& call) {
          CPPUNIT_ASSERT_EQUAL(std::string("POST"), std::string(request.method()));
          CPPUNIT_ASSERT_EQUAL(std::string("/things/a%2Fb"), std::string(request.path()));
          CPPUNIT_ASSERT_EQUAL(std::string("x=1"), std::string(request.query()));
          CPPUNIT_ASSERT_EQUAL(std::string("v"), std::string(*request.header("x-key")));
          CPPUNIT_ASSERT(!request.header("x-other"));
          CPPUNIT_ASSERT(request.parameter("other").empty());
          CPPUNIT_ASSERT(!request.environment());
          CPPUNIT_ASSERT(!call.id().empty());
          return Response::text(201, std::string(request.parameter("name")) + std::string(request.body()));
        });
    CPPUNIT_ASSERT_EQUAL(201u, answer.status);
    CPPUNIT_ASSERT_EQUAL(std::string("a/bbody"), answer.body);
    CPPUNIT_ASSERT_EQUAL(std::string("text/plain; charset=utf-8"), answer.header("content-type"));
  }

  void handler_sees_the_environment() {
    FakeHost host([](Registrar& registrar) {
      registrar.route("GET", "/mine", Access::environment, [](const Request& request, Call&) {
        return Response::text(200, std::string(request.environment()->type));
      });
    });
    host.start();
    CPPUNIT_ASSERT_EQUAL(401u, host.request({"GET", "/mine"}).status);
    CPPUNIT_ASSERT_EQUAL(std::string("DEVELOPMENT"),
                         host.request({"GET", "/mine", "", testing::EnvironmentFacts{}}).body);
  }

  void dropped_body_is_told_apart_from_none() {
    testing::RequestFacts facts{"POST", "/things/x"};
    for (const bool dropped : {true, false}) {
      facts.body_dropped = dropped;
      handled(facts, [dropped](const Request& request, Call&) {
        CPPUNIT_ASSERT_EQUAL(dropped, request.body_dropped());
        return Response{};
      });
    }
    kf_http_request older{};
    older.struct_size = offsetof(kf_http_request, body_state);
    older.body_state = KF_HTTP_BODY_DROPPED;
    older.secure = 1;
    CPPUNIT_ASSERT(!Request(older).body_dropped() && !Request(older).secure());
  }

  void query_parameters_are_decoded() {
    handled({"POST", "/things/x?a=1&b=%41+c&flag&a=2&%63=d&bad=%zz"}, [](const Request& request, Call&) {
      CPPUNIT_ASSERT_EQUAL(std::string("1"), *request.query_parameter("a"));
      CPPUNIT_ASSERT_EQUAL(std::string("A c"), *request.query_parameter("b"));
      CPPUNIT_ASSERT_EQUAL(std::string(), *request.query_parameter("flag"));
      CPPUNIT_ASSERT_EQUAL(std::string("d"), *request.query_parameter("c"));
      CPPUNIT_ASSERT_EQUAL(std::string("%zz"), *request.query_parameter("bad"));
      CPPUNIT_ASSERT(!request.query_parameter("none"));
      return Response{};
    });
  }

  void exception_becomes_500_without_its_text() {
    FakeHost host([](Registrar& registrar) {
      registrar.route("GET", "/x", Access::open,
                      [](const Request&, Call&) -> Response { throw std::runtime_error("inner detail"); });
    });
    host.start();
    const HttpAnswer answer = host.request({"GET", "/x"});
    CPPUNIT_ASSERT_EQUAL(500u, answer.status);
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"error":"Internal Server Error","code":"INTERNAL"})"), answer.body);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, host.log().size());
    CPPUNIT_ASSERT_EQUAL(std::string("inner detail"), host.log()[0].fields.at(1).second);
    CPPUNIT_ASSERT(!host.log()[0].call_id.empty());
    CPPUNIT_ASSERT(host.violations().empty());
  }

  void asynchronous_handler_answers_from_another_thread() {
    std::thread worker;
    const HttpAnswer answer = handled_async([&](const Request&, Responder responder) {
      worker = std::thread([responder = std::move(responder)]() mutable { responder.send(Response::json(200, "{}")); });
    });
    worker.join();
    CPPUNIT_ASSERT_EQUAL(200u, answer.status);
  }

  void dropped_responder_answers_500() {
    CPPUNIT_ASSERT_EQUAL(500u, handled_async([](const Request&, Responder) {}).status);
  }

  void exception_of_an_asynchronous_handler_answers_500() {
    CPPUNIT_ASSERT_EQUAL(500u, handled_async([](const Request&, Responder) { throw std::runtime_error("no"); }).status);
  }

  void second_answer_is_refused() {
    kf_status second = KF_OK;
    const HttpAnswer answer = handled_async([&](const Request&, Responder responder) {
      responder.send(Response::text(200, "first"));
      CPPUNIT_ASSERT(responder.answered());
      second = responder.send(Response::text(200, "second"));
    });
    CPPUNIT_ASSERT_EQUAL(std::string("first"), answer.body);
    CPPUNIT_ASSERT_EQUAL(KF_CONFLICT + 0, second);
  }

  void moved_responder_answers_once() {
    const HttpAnswer answer = handled_async([](const Request&, Responder responder) {
      Responder moved(std::move(responder));
      moved.send(Response::text(200, "moved"));
    });
    CPPUNIT_ASSERT_EQUAL(std::string("moved"), answer.body);
  }

  void response_that_is_no_http_becomes_500() {
    FakeHost host([](Registrar& registrar) {
      registrar.route("GET", "/x", Access::open, [](const Request&, Call&) {
        return Response{200, "", {{"x-evil", "a\r\nb: c"}}};
      });
    });
    host.start();
    CPPUNIT_ASSERT_EQUAL(500u, host.request({"GET", "/x"}).status);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, host.violations().size());
  }

  void fake_host_routes_as_the_host_does() {
    FakeHost host([](Registrar& registrar) {
      const auto say = [](std::string text) {
        return [text](const Request&, Call&) { return Response::text(200, text); };
      };
      registrar.route("GET", "/things/:name", Access::open, say("parameter"));
      registrar.route("GET", "/things/one", Access::open, say("literal"));
    });
    host.start();
    CPPUNIT_ASSERT_EQUAL(std::string("literal"), host.request({"GET", "/things/one"}).body);
    CPPUNIT_ASSERT_EQUAL(std::string("parameter"), host.request({"GET", "/things/two"}).body);
    CPPUNIT_ASSERT_EQUAL(405u, host.request({"POST", "/things/two"}).status);
    CPPUNIT_ASSERT_EQUAL(404u, host.request({"GET", "/things/"}).status);
    CPPUNIT_ASSERT_EQUAL(std::string("parameter"), host.request({"GET", "/things/two/"}).body);
    CPPUNIT_ASSERT_EQUAL(404u, host.request({"GET", "/things/two/three"}).status);
  }

  void call_tells_its_time_and_cancellation() {
    testing::RequestFacts facts{"POST", "/things/x"};
    facts.call = {std::chrono::seconds(60), true};
    handled(facts, [](const Request&, Call& call) {
      CPPUNIT_ASSERT(call.cancelled());
      CPPUNIT_ASSERT(call.remaining() > std::chrono::seconds(30));
      CPPUNIT_ASSERT(call.remaining() <= std::chrono::seconds(60));
      CPPUNIT_ASSERT(call.deadline() <= Call::Clock::now() + std::chrono::seconds(60));
      return Response{};
    });
    handled({"POST", "/things/x"}, [](const Request&, Call& call) {
      CPPUNIT_ASSERT(!call.cancelled());
      CPPUNIT_ASSERT(call.deadline() == Call::Clock::time_point::max());
      return Response{};
    });
  }

 private:
  // An assertion that fails in a handler fails the test here.
  static HttpAnswer handled(const testing::RequestFacts& facts, const RouteHandler& handler) {
    std::exception_ptr failure;
    FakeHost host([&](Registrar& registrar) {
      registrar.route("POST", "/things/:name", Access::open, [&](const Request& request, Call& call) {
        try {
          return handler(request, call);
        } catch (...) {
          failure = std::current_exception();
          return Response{};
        }
      });
    });
    host.start();
    HttpAnswer answer = host.request(facts);
    if (failure) std::rethrow_exception(failure);
    CPPUNIT_ASSERT(host.violations().empty());
    return answer;
  }

  static HttpAnswer handled_async(AsyncRouteHandler handler) {
    FakeHost host([&](Registrar& registrar) { registrar.async_route("GET", "/x", Access::open, std::move(handler)); });
    host.start();
    HttpAnswer answer = host.request({"GET", "/x"});
    CPPUNIT_ASSERT(host.violations().empty());
    return answer;
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HttpTest);

}  // namespace
}  // namespace kongflow
