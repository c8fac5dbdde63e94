#include <cppunit/extensions/HelperMacros.h>

#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "host/base/text.h"
#include "server_fixture.h"

namespace kongflow::host::test {

using std::chrono::milliseconds;

// From a whole request to its handler and back.
class DispatchTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DispatchTest);
  CPPUNIT_TEST(the_handler_sees_the_whole_request);
  CPPUNIT_TEST(unknown_paths_are_404_and_malformed_ones_400);
  CPPUNIT_TEST(a_known_path_with_another_method_is_405_with_allow);
  CPPUNIT_TEST(environment_routes_require_a_key);
  CPPUNIT_TEST(the_scheme_is_case_insensitive_when_the_setting_allows_it);
  CPPUNIT_TEST(authentication_follows_the_method_check_and_precedes_the_handler);
  CPPUNIT_TEST(a_failed_key_lookup_is_503);
  CPPUNIT_TEST(keys_never_reach_the_log);
  CPPUNIT_TEST(requests_above_the_limit_get_503_immediately);
  CPPUNIT_TEST(requests_that_wait_for_another_party_do_not_count_as_in_flight);
  CPPUNIT_TEST(a_share_above_its_limit_gets_429_while_others_are_served);
  CPPUNIT_TEST(the_share_of_a_request_with_a_key_is_its_environment);
  CPPUNIT_TEST(the_console_has_its_own_threads);
  CPPUNIT_TEST(a_late_response_is_504);
  CPPUNIT_TEST(a_request_that_times_out_before_a_worker_is_free_is_not_handled);
  CPPUNIT_TEST(a_response_may_come_later_from_another_thread);
  CPPUNIT_TEST(a_second_completion_is_rejected);
  CPPUNIT_TEST(a_response_after_a_disconnect_is_harmless);
  CPPUNIT_TEST(a_handler_that_throws_is_a_500);
  CPPUNIT_TEST(an_invalid_response_is_a_500);
  CPPUNIT_TEST(the_request_id_is_accepted_or_generated_and_echoed_and_logged);
  CPPUNIT_TEST(each_request_is_one_log_line_without_secrets);
  CPPUNIT_TEST_SUITE_END();

  ServerFixture fixture_;

  ServerFixture::Handle waits_at_the_gate() {
    return [this](const kf_http_request&, kf_exchange* exchange, kf_call*) {
      fixture_.gate.pass();
      complete(exchange, 200, "late");
    };
  }
  static std::string plain_get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"; }

 public:
  void the_handler_sees_the_whole_request() {
    std::string seen;
    fixture_.route("PUT", "/things/:name", [&](const kf_http_request& request, kf_exchange* exchange, kf_call* call) {
      seen = std::string(view(request.method)) + "|" + std::string(view(request.path)) + "|" +
             std::string(view(request.query)) + "|" + std::string(view(request.body)) + "|" +
             std::string(view(request.remote_address)) + "|" + std::string(view(request.trace_parent)) + "|" +
             std::string(view(request.path_parameters[0].name)) + "=" +
             std::string(view(request.path_parameters[0].value)) + "|" + call->id();
      for (std::uint32_t i = 0; i < request.header_count; ++i)
        if (view(request.headers[i].name) == "x-mixed") seen += "|" + std::string(view(request.headers[i].value));
      CPPUNIT_ASSERT(request.environment == nullptr);
      CPPUNIT_ASSERT(call->remaining_ms() > 0 && call->remaining_ms() <= 30'000);
      complete(exchange, 200, "");
    });
    request(fixture_.start(), "PUT", "/things/a%20b?c=%64",
            "X-Mixed: one\r\nx-mixed: two\r\ntraceparent: 00-ab-cd-01\r\nX-Request-Id: my-id\r\n", "body");
    CPPUNIT_ASSERT_EQUAL(std::string("PUT|/things/a%20b|c=%64|body|127.0.0.1|00-ab-cd-01|name=a b|my-id|one|two"),
                         seen);
  }

  void unknown_paths_are_404_and_malformed_ones_400() {
    fixture_.start();
    const RawResponse unknown = request(fixture_.port, "GET", "/nowhere");
    CPPUNIT_ASSERT_EQUAL(404, unknown.status);
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"error":"Not Found"})"), unknown.body);
    CPPUNIT_ASSERT_EQUAL(std::string("application/json; charset=utf-8"), unknown.headers.at("content-type"));
    const RawResponse malformed = request(fixture_.port, "GET", "/%E0%A4");
    CPPUNIT_ASSERT_EQUAL(400, malformed.status);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, malformed.body.find(R"({"error":"Bad Request")"));
  }

  void a_known_path_with_another_method_is_405_with_allow() {
    fixture_.route("POST", "/things", ServerFixture::answers(""), RouteAccess::environment);
    fixture_.route("DELETE", "/things", ServerFixture::answers(""), RouteAccess::environment);
    fixture_.start();
    for (const char* method : {"GET", "PUT", "PROPFIND", "HEAD", "post"}) {
      const RawResponse response = request(fixture_.port, method, "/things");
      CPPUNIT_ASSERT_EQUAL_MESSAGE(method, 405, response.status);
      CPPUNIT_ASSERT_EQUAL(std::string("DELETE, POST"), response.headers.at("allow"));
      if (method != std::string("HEAD"))
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"error":"Method Not Allowed"})"), response.body);
    }
  }

  void environment_routes_require_a_key() {
    std::string seen;
    fixture_.route(
        "GET", "/mine",
        [&](const kf_http_request& request, kf_exchange* exchange, kf_call*) {
          const kf_environment& environment = *request.environment;
          seen = std::string(view(environment.id)) + "|" + std::string(view(environment.slug)) + "|" +
                 std::string(view(environment.type)) + "|" + std::string(view(environment.api_key)) + "|" +
                 std::string(view(environment.organization_id)) + "|" + std::string(view(environment.project_id));
          complete(exchange, 200, "");
        },
        RouteAccess::environment);
    fixture_.start();
    for (const char* header :
         {"", "Authorization: tr_dev_key\r\n", "Authorization: bearer tr_dev_key\r\n",
          "Authorization: BEARER tr_dev_key\r\n", "Authorization: Bearer\r\n", "Authorization: Bearer \r\n",
          "Authorization: Bearer  tr_dev_key\r\n", "Authorization: Bearer tr_dev_other\r\n",
          "Authorization: Bearer \xC3\xA9\r\n", "Authorization: Bearer \xE9\r\n", "Authorization: Basic tr_dev_key\r\n",
          "Authorization: Bearer tr_dev_key x\r\n", "X-Api-Key: tr_dev_key\r\n",
          "Authorization: no\r\nAuthorization: Bearer tr_dev_key\r\n"}) {
      const RawResponse response = request(fixture_.port, "GET", "/mine", header);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(header, 401, response.status);
      CPPUNIT_ASSERT_EQUAL(std::string(R"({"error":"Invalid or Missing API key"})"), response.body);
    }
    CPPUNIT_ASSERT_EQUAL(std::string(), seen);
    for (const char* header : {"Authorization: Bearer tr_dev_key\r\n", "authorization:   Bearer tr_dev_key \t \r\n",
                               "Authorization: Bearer tr_dev_key\r\nAuthorization: no\r\n"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(header, 200, request(fixture_.port, "GET", "/mine", header).status);
    CPPUNIT_ASSERT_EQUAL(
        std::string("8d0c8f0e-0000-4000-8000-000000000001|dev|DEVELOPMENT|tr_dev_key|organization-1|project-1"), seen);
  }

  void the_scheme_is_case_insensitive_when_the_setting_allows_it() {
    fixture_.settings.bearer_in_any_case = true;
    fixture_.route("GET", "/mine", ServerFixture::answers(""), RouteAccess::environment);
    fixture_.start();
    for (const char* scheme : {"Bearer", "bearer", "BEARER", "bEARER"}) {
      const std::string header = "Authorization: " + std::string(scheme) + " ";
      CPPUNIT_ASSERT_EQUAL_MESSAGE(scheme, 200,
                                   request(fixture_.port, "GET", "/mine", header + "tr_dev_key\r\n").status);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(scheme, 401, request(fixture_.port, "GET", "/mine", header + "other\r\n").status);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(scheme, 401, request(fixture_.port, "GET", "/mine", header + "\r\n").status);
    }
    for (const char* header : {"Authorization: Basic tr_dev_key\r\n", "Authorization: Bearertr_dev_key\r\n"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(header, 401, request(fixture_.port, "GET", "/mine", header).status);
  }

  void authentication_follows_the_method_check_and_precedes_the_handler() {
    fixture_.route("POST", "/mine", ServerFixture::answers(""), RouteAccess::environment);
    fixture_.start();
    CPPUNIT_ASSERT_EQUAL(405, request(fixture_.port, "PUT", "/mine", "", "{").status);
    CPPUNIT_ASSERT_EQUAL(401, request(fixture_.port, "POST", "/mine", "", "{").status);
  }

  void a_failed_key_lookup_is_503() {
    fixture_.route("GET", "/mine", ServerFixture::answers(""), RouteAccess::environment);
    fixture_.start();
    const RawResponse response = request(fixture_.port, "GET", "/mine", "Authorization: Bearer tr_dev_down\r\n");
    CPPUNIT_ASSERT_EQUAL(503, response.status);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), response.headers.at("retry-after"));
    CPPUNIT_ASSERT(response.body.find("database") != std::string::npos);
  }

  void keys_never_reach_the_log() {
    fixture_.route("GET", "/mine", ServerFixture::answers(""), RouteAccess::environment);
    fixture_.start();
    for (const char* key : {"tr_dev_key", "tr_dev_down", "tr_dev_other"})
      request(fixture_.port, "GET", "/mine?key=tr_dev_key", "Authorization: Bearer " + std::string(key) + "\r\n");
    CPPUNIT_ASSERT_EQUAL(std::string::npos, fixture_.stop_and_read_log().find("tr_dev_"));
  }

  void requests_above_the_limit_get_503_immediately() {
    fixture_.settings.max_in_flight = 2;
    fixture_.route("GET", "/slow", waits_at_the_gate());
    fixture_.start();
    RawClient first(fixture_.port), second(fixture_.port), third(fixture_.port);
    first.send(plain_get("/slow"));
    second.send(plain_get("/slow"));
    fixture_.gate.await_waiting(2);
    CPPUNIT_ASSERT(fixture_.metrics().find("kongflow_http_requests_in_flight 2") != std::string::npos);

    const RawResponse refused = third.send(plain_get("/slow")).response();
    CPPUNIT_ASSERT_EQUAL(503, refused.status);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), refused.headers.at("retry-after"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, refused.body.find(R"({"error":"Service Unavailable","reason":")"));

    fixture_.gate.open();
    CPPUNIT_ASSERT_EQUAL(200, first.response().status);
    CPPUNIT_ASSERT_EQUAL(200, second.response().status);
    eventually("the slots are free again", [&] { return third.send(plain_get("/slow")).response().status == 200; });
  }

  void requests_that_wait_for_another_party_do_not_count_as_in_flight() {
    fixture_.settings.max_in_flight = fixture_.settings.worker_threads = 1;
    fixture_.add({"test", "GET", "/waits", RouteAccess::open, waits_at_the_gate(), RouteLane::calls});
    fixture_.route("GET", "/quick", ServerFixture::answers("quick"));
    std::vector<std::unique_ptr<RawClient>> waiting;
    fixture_.start();
    for (int i = 0; i < Admission::kCallsPerShare; ++i) {
      waiting.push_back(std::make_unique<RawClient>(fixture_.port));
      waiting.back()->send(plain_get("/waits"));
    }
    fixture_.gate.await_waiting(Admission::kCallsPerShare);
    CPPUNIT_ASSERT(fixture_.metrics().find("kongflow_http_requests_in_flight 0") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(200, request(fixture_.port, "GET", "/quick").status);
    CPPUNIT_ASSERT(!fixture_.server->wait_idle(milliseconds(0)));
    fixture_.gate.open();
    for (const auto& client : waiting) CPPUNIT_ASSERT_EQUAL(200, client->response().status);
    CPPUNIT_ASSERT(fixture_.server->wait_idle(milliseconds(10'000)));
  }

  void a_share_above_its_limit_gets_429_while_others_are_served() {
    Route open{"test", "GET", "/open", RouteAccess::open, waits_at_the_gate(), RouteLane::calls};
    const std::atomic<int> limit{1};
    open.call_limit = &limit;
    fixture_.add(open);
    fixture_.add({"test", "GET", "/mine", RouteAccess::environment, waits_at_the_gate(), RouteLane::calls});
    fixture_.start();
    constexpr int waiting = 4 * Admission::kCallsPerShare;
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 1 + waiting; ++i) {
      clients.push_back(std::make_unique<RawClient>(fixture_.port));
      clients.back()->send(plain_get("/open"));
      if (i == 0) fixture_.gate.await_waiting(1);
    }
    eventually("the share is full", [&] { return fixture_.admission.calls().loads().at(0).waiting == waiting; });
    const RawResponse rejected = request(fixture_.port, "GET", "/open");
    CPPUNIT_ASSERT_EQUAL(429, rejected.status);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), rejected.headers.at("retry-after"));
    RawClient quiet(fixture_.port);
    quiet.send("GET /mine HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer tr_dev_key\r\n\r\n");
    fixture_.gate.await_waiting(2);
    fixture_.gate.open();
    CPPUNIT_ASSERT_EQUAL(200, quiet.response().status);
    for (const auto& client : clients) CPPUNIT_ASSERT_EQUAL(200, client->response().status);
    CPPUNIT_ASSERT(fixture_.metrics().find(R"(kongflow_admission_rejected_total{limit="share"} 1)") !=
                   std::string::npos);
  }

  void the_share_of_a_request_with_a_key_is_its_environment() {
    fixture_.settings.max_in_flight = 64;   // 8 of them may wait in one share
    fixture_.settings.worker_threads = 20;  // 16 of one share
    fixture_.route("GET", "/slow", waits_at_the_gate());
    fixture_.route("GET", "/mine", ServerFixture::answers("mine"), RouteAccess::environment);
    fixture_.start();
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 16 + 8; ++i) {
      clients.push_back(std::make_unique<RawClient>(fixture_.port));
      clients.back()->send(plain_get("/slow"));
      if (i == 15) fixture_.gate.await_waiting(16);
    }
    eventually("the share of the address is full",
               [&] { return request(fixture_.port, "GET", "/slow").status == 429; });
    CPPUNIT_ASSERT_EQUAL(200, request(fixture_.port, "GET", "/mine", "Authorization: Bearer tr_dev_key\r\n").status);
    fixture_.gate.open();
    for (const auto& client : clients) CPPUNIT_ASSERT_EQUAL(200, client->response().status);
  }

  void the_console_has_its_own_threads() {
    fixture_.settings.max_in_flight = fixture_.settings.worker_threads = 1;
    fixture_.route("GET", "/slow", waits_at_the_gate());
    fixture_.add({"host", "GET", "/console/x", RouteAccess::console, ServerFixture::answers("x"), RouteLane::console});
    RawClient slow(fixture_.start());
    slow.send(plain_get("/slow"));
    fixture_.gate.await_waiting(1);
    CPPUNIT_ASSERT_EQUAL(503, request(fixture_.port, "GET", "/slow").status);
    CPPUNIT_ASSERT_EQUAL(200, request(fixture_.port, "GET", "/console/x").status);
    fixture_.gate.open();
    CPPUNIT_ASSERT_EQUAL(200, slow.response().status);
  }

  void a_late_response_is_504() {
    fixture_.settings.request_timeout = milliseconds(50);
    fixture_.settings.worker_threads = 1;
    kf_exchange* forgotten = nullptr;
    kf_status late = KF_OK;
    fixture_.route("GET", "/slow", [&](const kf_http_request&, kf_exchange* exchange, kf_call* call) {
      fixture_.gate.pass();
      CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, call->remaining_ms());
      late = complete(exchange, 200, "late");
    });
    fixture_.route("GET", "/forgetful",
                   [&](const kf_http_request&, kf_exchange* exchange, kf_call*) { forgotten = exchange; });
    RawClient client(fixture_.start());
    for (const char* path : {"/forgetful", "/slow"}) {
      const RawResponse response = client.send(plain_get(path)).response();
      CPPUNIT_ASSERT_EQUAL(504, response.status);
      CPPUNIT_ASSERT_EQUAL(std::size_t{0}, response.body.find(R"({"error":"Gateway Timeout","reason":")"));
    }
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, forgotten->call().remaining_ms());
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_CONFLICT}, complete(forgotten, 200, "later still"));
    fixture_.gate.open();
    CPPUNIT_ASSERT(fixture_.server->wait_idle(milliseconds(10'000)));
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_CONFLICT}, late);
  }

  void a_request_that_times_out_before_a_worker_is_free_is_not_handled() {
    fixture_.settings.request_timeout = milliseconds(50);
    fixture_.settings.worker_threads = 1;
    bool handled = false;
    fixture_.route("GET", "/slow", waits_at_the_gate());
    fixture_.route("GET", "/next", [&](const kf_http_request&, kf_exchange* exchange, kf_call*) {
      handled = true;
      complete(exchange, 200, "");
    });
    RawClient first(fixture_.start()), second(fixture_.port);
    first.send(plain_get("/slow"));
    fixture_.gate.await_waiting(1);
    CPPUNIT_ASSERT_EQUAL(504, second.send(plain_get("/next")).response().status);
    fixture_.gate.open();
    CPPUNIT_ASSERT(fixture_.server->wait_idle(milliseconds(10'000)));
    CPPUNIT_ASSERT(!handled);
  }

  void a_response_may_come_later_from_another_thread() {
    std::promise<kf_exchange*> handed_over;
    fixture_.route("GET", "/later",
                   [&](const kf_http_request&, kf_exchange* exchange, kf_call*) { handed_over.set_value(exchange); });
    RawClient client(fixture_.start());
    client.send(plain_get("/later"));
    kf_exchange* exchange = handed_over.get_future().get();
    std::thread answering([&] { complete(exchange, 202, "later"); });
    const RawResponse response = client.response();
    answering.join();
    CPPUNIT_ASSERT_EQUAL(202, response.status);
    CPPUNIT_ASSERT_EQUAL(std::string("later"), response.body);
  }

  void a_second_completion_is_rejected() {
    std::vector<kf_status> statuses;
    fixture_.route("GET", "/twice", [&](const kf_http_request&, kf_exchange* exchange, kf_call*) {
      statuses = {complete(exchange, 200, "one"), complete(exchange, 201, "two")};
    });
    RawClient client(fixture_.start());
    CPPUNIT_ASSERT_EQUAL(std::string("one"), client.send(plain_get("/twice")).response().body);
    CPPUNIT_ASSERT_EQUAL(404, client.send(plain_get("/nowhere")).response().status);
    CPPUNIT_ASSERT(fixture_.server->wait_idle(milliseconds(10'000)));
    CPPUNIT_ASSERT((statuses == std::vector<kf_status>{KF_OK, KF_CONFLICT}));
  }

  void a_response_after_a_disconnect_is_harmless() {
    std::vector<kf_exchange*> exchanges;
    fixture_.route("GET", "/later", [&](const kf_http_request&, kf_exchange* exchange, kf_call*) {
      exchanges.push_back(exchange);
      fixture_.gate.pass();
    });
    {
      RawClient polite(fixture_.start());
      polite.send(plain_get("/later"));
      fixture_.gate.await_waiting(1);
      RawClient rude(fixture_.port);
      rude.send(plain_get("/later"));
      fixture_.gate.await_waiting(2);
      rude.abandon();
    }
    for (kf_exchange* exchange : exchanges)
      CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, complete(exchange, 200, std::string(500'000, 'x')));
    fixture_.gate.open();
    CPPUNIT_ASSERT(fixture_.server->wait_idle(milliseconds(10'000)));
    eventually("both connections are gone",
               [&] { return fixture_.metrics().find("kongflow_http_connections 0") != std::string::npos; });
    CPPUNIT_ASSERT_EQUAL(404, request(fixture_.port, "GET", "/nowhere").status);
  }

  void a_handler_that_throws_is_a_500() {
    fixture_.route("GET", "/broken", [](const kf_http_request&, kf_exchange*, kf_call*) {
      throw std::runtime_error("details for the log only");
    });
    const RawResponse response = request(fixture_.start(), "GET", "/broken");
    CPPUNIT_ASSERT_EQUAL(500, response.status);
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"error":"Internal Server Error"})"), response.body);
    CPPUNIT_ASSERT(fixture_.stop_and_read_log().find("details for the log only") != std::string::npos);
  }

  void an_invalid_response_is_a_500() {
    fixture_.route("GET", "/broken", [](const kf_http_request&, kf_exchange* exchange, kf_call*) {
      const kf_pair header{to_abi("x-split"), to_abi("a\r\nSet-Cookie: b")};
      CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, exchange->complete(200, &header, 1, to_abi("x")));
    });
    const RawResponse response = request(fixture_.start(), "GET", "/broken");
    CPPUNIT_ASSERT_EQUAL(500, response.status);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, response.headers.count("set-cookie"));
  }

  void the_request_id_is_accepted_or_generated_and_echoed_and_logged() {
    fixture_.start();
    const auto echoed = [&](const std::string& header) {
      return request(fixture_.port, "GET", "/nowhere", header).headers.at("x-request-id");
    };
    CPPUNIT_ASSERT_EQUAL(std::string("trace-7.a_B"), echoed("X-Request-Id: trace-7.a_B\r\n"));
    const std::string made = echoed("");
    CPPUNIT_ASSERT_EQUAL(std::string("req-"), made.substr(0, 4));
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, made.size());
    CPPUNIT_ASSERT(made != echoed(""));
    for (const std::string& strange : {std::string("a b"), std::string("\"quoted\""), std::string(65, 'x')})
      CPPUNIT_ASSERT_EQUAL(std::string("req-"), echoed("X-Request-Id: " + strange + "\r\n").substr(0, 4));
    const std::string log = fixture_.stop_and_read_log();
    CPPUNIT_ASSERT(log.find("\"call\":\"" + made + "\"") != std::string::npos);
    CPPUNIT_ASSERT(log.find("\"call\":\"trace-7.a_B\"") != std::string::npos);
  }

  void each_request_is_one_log_line_without_secrets() {
    fixture_.route("GET", "/things/:id", ServerFixture::answers("x"));
    fixture_.start();
    request(fixture_.port, "GET", "/things/s3cret?secret=s3cret", "Cookie: s3cret\r\n");
    const std::string log = fixture_.stop_and_read_log();
    CPPUNIT_ASSERT_EQUAL(std::string::npos, log.find("s3cret"));
    const std::size_t line = log.find(R"("component":"http","message":"request")");
    CPPUNIT_ASSERT(line != std::string::npos);
    const std::string fields = log.substr(line, log.find('\n', line) - line);
    for (const char* field : {R"("method":"GET")", R"("path":"/things/:id")", R"("status":"200")", R"("duration_ms":)",
                              R"("remote":"127.0.0.1")", R"("call":"req-)"})
      CPPUNIT_ASSERT_MESSAGE(field, fields.find(field) != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::string::npos, log.find(R"("message":"request")", line + 60));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DispatchTest);

}  // namespace kongflow::host::test
