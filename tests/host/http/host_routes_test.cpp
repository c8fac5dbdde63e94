#include "host/http/host_routes.h"

#include <cppunit/extensions/HelperMacros.h>
#include <unistd.h>

#include <atomic>
#include <boost/json.hpp>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

#include "host/http/readiness.h"
#include "host/http/whoami.h"
#include "server_fixture.h"

namespace kongflow::host::test {

class HostRoutesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HostRoutesTest);
  CPPUNIT_TEST(healthz_answers_while_every_worker_and_probe_is_busy);
  CPPUNIT_TEST(readyz_names_each_failed_check);
  CPPUNIT_TEST(readyz_runs_the_checks_once_for_many_probes);
  CPPUNIT_TEST(readyz_runs_the_checks_again_when_the_report_is_old);
  CPPUNIT_TEST(readyz_answers_while_a_check_hangs_and_names_it);
  CPPUNIT_TEST(readyz_names_the_checks_as_a_whole_when_no_single_check_is_late);
  CPPUNIT_TEST(checks_without_a_result_are_omitted);
  CPPUNIT_TEST(a_probe_waits_for_the_report_of_a_running_check);
  CPPUNIT_TEST(failing_checks_are_logged_once_and_are_metrics_without_a_probe);
  CPPUNIT_TEST(metrics_count_by_route_pattern_method_and_status_class);
  CPPUNIT_TEST(whoami_has_all_members_that_the_cli_reads);
  CPPUNIT_TEST(whoami_omits_an_unknown_user);
  CPPUNIT_TEST(whoami_requires_a_key);
  CPPUNIT_TEST_SUITE_END();

  ServerFixture fixture_;

  static boost::json::object json(const RawResponse& response) { return boost::json::parse(response.body).as_object(); }

  using Times = Readiness::Times;

  static bool sleeps(pid_t thread) {
    std::ifstream status("/proc/self/task/" + std::to_string(thread) + "/stat");
    std::string number, name, state;
    status >> number >> name >> state;
    return state == "S";
  }

  std::string metric_of(const std::string& check) {
    const std::string all = fixture_.metrics(), name = "kongflow_health_check_failed{check=\"" + check + "\"} ";
    const auto at = all.find(name);
    if (at == std::string::npos) return "none";
    return all.substr(at + name.size(), all.find('\n', at) - at - name.size());
  }

 public:
  void setUp() override {
    add_host_routes(fixture_.routes, fixture_.readiness, fixture_.admission, fixture_.registry, fixture_.log);
  }

  void healthz_answers_while_every_worker_and_probe_is_busy() {
    fixture_.settings.max_in_flight = fixture_.settings.worker_threads = 1;
    fixture_.route("GET", "/slow", [this](const kf_http_request&, kf_exchange* exchange, kf_call*) {
      fixture_.gate.pass();
      complete(exchange, 200, "");
    });
    fixture_.health.add({"stuck", [this]() -> std::optional<std::string> {
                           fixture_.gate.pass();
                           return std::nullopt;
                         }});
    RawClient slow(fixture_.start()), probe(fixture_.port);
    slow.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    fixture_.gate.await_waiting(1);
    probe.send("GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n");
    fixture_.gate.await_waiting(2);
    const RawResponse response = request(fixture_.port, "GET", "/healthz");
    CPPUNIT_ASSERT_EQUAL(200, response.status);
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"alive":true})"), response.body);
    fixture_.gate.open();
    CPPUNIT_ASSERT_EQUAL(200, probe.response().status);
  }

  void readyz_names_each_failed_check() {
    fixture_.health.add({"plugin endpoints", [] { return std::optional<std::string>("It has no database."); }});
    fixture_.health.add({"disk", []() -> std::optional<std::string> { return std::nullopt; }});
    fixture_.health.add({"database", []() -> std::optional<std::string> { throw std::runtime_error("no route"); }});
    const RawResponse response = request(fixture_.start(), "GET", "/readyz");
    CPPUNIT_ASSERT_EQUAL(503, response.status);
    const auto body = json(response);
    CPPUNIT_ASSERT(body.at("error") == "Service Unavailable");
    CPPUNIT_ASSERT(body.at("ready") == false);
    CPPUNIT_ASSERT(body.at("reason") ==
                   "plugin endpoints: It has no database. database: The check itself failed: no route");
    CPPUNIT_ASSERT(body.at("checks").at("disk") == "ok");
    CPPUNIT_ASSERT(body.at("checks").at("plugin endpoints") == "It has no database.");
  }

  void readyz_runs_the_checks_once_for_many_probes() {
    std::atomic<int> asked = 0;
    fixture_.health.add({"database", [&]() -> std::optional<std::string> {
                           ++asked;
                           return std::nullopt;
                         }});
    Readiness readiness(fixture_.health, fixture_.registry, fixture_.log,
                        Times{std::chrono::hours(1), std::chrono::hours(1), std::chrono::hours(1)});
    for (int i = 0; i < 5; ++i) CPPUNIT_ASSERT_EQUAL(200u, readiness.answer().status);
    CPPUNIT_ASSERT_EQUAL(1, asked.load());
    fixture_.health.set_draining();
    CPPUNIT_ASSERT_EQUAL_MESSAGE("draining shows at once", 503u, readiness.answer().status);
  }

  void readyz_runs_the_checks_again_when_the_report_is_old() {
    std::atomic<bool> broken = true;
    fixture_.health.add({"database", [&] { return broken ? std::optional<std::string>("down") : std::nullopt; }});
    Readiness readiness(fixture_.health, fixture_.registry, fixture_.log,
                        Times{std::chrono::hours(0), std::chrono::hours(1), std::chrono::hours(1)});
    CPPUNIT_ASSERT_EQUAL(503u, readiness.answer().status);
    broken = false;
    CPPUNIT_ASSERT_EQUAL(200u, readiness.answer().status);
  }

  void readyz_answers_while_a_check_hangs_and_names_it() {
    Gate gate;
    fixture_.health.add({"database", [] { return std::optional<std::string>("It is away."); }});
    fixture_.health.add({"plugin endpoints: database", [&]() -> std::optional<std::string> {
                           gate.pass();
                           return std::nullopt;
                         }});
    Readiness readiness(fixture_.health, fixture_.registry, fixture_.log,
                        Times{std::chrono::seconds(0), std::chrono::milliseconds(50), std::chrono::hours(1)});
    readiness.start();
    gate.await_waiting(1);
    const HttpResponse response = readiness.answer();
    gate.open();
    CPPUNIT_ASSERT_EQUAL(503u, response.status);
    CPPUNIT_ASSERT(boost::json::parse(response.body).at("reason") ==
                   "database: It is away. plugin endpoints: database: The check did not finish within 50 ms.");
  }

  void readyz_names_the_checks_as_a_whole_when_no_single_check_is_late() {
    Gate gate;
    fixture_.health.add({"tasks", []() -> std::optional<std::string> { return std::nullopt; },
                         [&] {
                           gate.pass();
                           return true;
                         }});
    Readiness readiness(fixture_.health, fixture_.registry, fixture_.log,
                        Times{std::chrono::seconds(0), std::chrono::milliseconds(50), std::chrono::hours(1)});
    readiness.start();
    gate.await_waiting(1);
    const HttpResponse response = readiness.answer();
    gate.open();
    CPPUNIT_ASSERT_EQUAL(503u, response.status);
    CPPUNIT_ASSERT(boost::json::parse(response.body).at("reason") == "checks: The check did not finish within 50 ms.");
  }

  void checks_without_a_result_are_omitted() {
    std::atomic<bool> known = true;
    fixture_.health.add({"commits", [] { return std::optional<std::string>("slow"); }, [&] { return known.load(); }});
    Readiness readiness(fixture_.health, fixture_.registry, fixture_.log,
                        Times{std::chrono::seconds(0), std::chrono::hours(1), std::chrono::hours(1)});
    CPPUNIT_ASSERT_EQUAL(503u, readiness.answer().status);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), metric_of("commits"));
    known = false;
    const HttpResponse response = readiness.answer();
    CPPUNIT_ASSERT_EQUAL(200u, response.status);
    CPPUNIT_ASSERT(boost::json::parse(response.body).at("checks").as_object().empty());
    CPPUNIT_ASSERT_EQUAL(std::string("Nan"), metric_of("commits"));
  }

  void a_probe_waits_for_the_report_of_a_running_check() {
    std::atomic<int> asked = 0;
    fixture_.health.add({"slow", [&] {
                           ++asked;
                           fixture_.gate.pass();
                           return std::optional<std::string>();
                         }});
    Readiness readiness(fixture_.health, fixture_.registry, fixture_.log,
                        Times{std::chrono::seconds(0), std::chrono::hours(1), std::chrono::hours(1)});
    CPPUNIT_ASSERT(readiness.latest().checks.empty());
    readiness.start();
    fixture_.gate.await_waiting(1);
    std::atomic<pid_t> thread = 0;
    unsigned status = 0;
    std::thread probe([&] {
      thread = ::gettid();
      status = readiness.answer().status;
    });
    eventually("the probe waits", [&] { return thread != 0 && sleeps(thread); });
    fixture_.gate.open();
    probe.join();
    CPPUNIT_ASSERT_EQUAL(200u, status);
    CPPUNIT_ASSERT_EQUAL(1, asked.load());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, readiness.latest().checks.size());
  }

  void failing_checks_are_logged_once_and_are_metrics_without_a_probe() {
    std::atomic<bool> broken = true;
    std::atomic<int> asked = 0;
    fixture_.health.add({"disk", [&] {
                           ++asked;
                           return broken ? std::optional<std::string>("It is full.") : std::nullopt;
                         }});
    {
      Readiness readiness(fixture_.health, fixture_.registry, fixture_.log,
                          Times{std::chrono::hours(1), std::chrono::hours(1), std::chrono::milliseconds(1)});
      readiness.start();
      eventually("it was asked again", [&] { return asked > 3; });
      CPPUNIT_ASSERT_EQUAL(std::string("1"), metric_of("disk"));
      broken = false;
      eventually("it passes again", [&] { return metric_of("disk") == "0"; });
    }
    const std::string log = fixture_.log_text.str();
    const auto fails = log.find("A health check fails");
    CPPUNIT_ASSERT(fails != std::string::npos && log.find("It is full.") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::string::npos, log.find("A health check fails", fails + 1));
    CPPUNIT_ASSERT(log.find("A health check passes again") != std::string::npos);
  }

  void metrics_count_by_route_pattern_method_and_status_class() {
    fixture_.route("GET", "/things/:id", ServerFixture::answers("x"));
    fixture_.start();
    request(fixture_.port, "GET", "/things/1");
    request(fixture_.port, "GET", "/things/2");
    request(fixture_.port, "INVENTED", "/things/2");
    request(fixture_.port, "GET", "/nowhere");
    const RawResponse response = request(fixture_.port, "GET", "/metrics");
    CPPUNIT_ASSERT_EQUAL(200, response.status);
    CPPUNIT_ASSERT_EQUAL(std::string("text/plain; version=0.0.4; charset=utf-8"), response.headers.at("content-type"));
    for (const char* line : {R"(kongflow_http_requests_total{method="GET",route="/things/:id",status="2xx"} 2)",
                             R"(kongflow_http_requests_total{method="GET",route="none",status="4xx"} 1)",
                             R"(kongflow_http_requests_total{method="other",route="none",status="4xx"} 1)",
                             R"(kongflow_http_request_duration_seconds_count{method="GET",route="/things/:id"} 2)",
                             "kongflow_http_requests_in_flight 0", "kongflow_http_connections "})
      CPPUNIT_ASSERT_MESSAGE(line + ("\n" + response.body), response.body.find(line) != std::string::npos);
  }

  void whoami_has_all_members_that_the_cli_reads() {
    const RawResponse response =
        request(fixture_.start(), "GET", "/api/v1/whoami", "Authorization: Bearer tr_dev_key\r\n");
    CPPUNIT_ASSERT_EQUAL(200, response.status);
    auto body = json(response);
    const std::string public_key(body.at("pkApiKey").as_string());
    body.erase("pkApiKey");
    CPPUNIT_ASSERT(body == boost::json::parse(R"({
      "id": "8d0c8f0e-0000-4000-8000-000000000001", "slug": "dev", "type": "DEVELOPMENT",
      "createdAt": "2023-06-01T10:00:00.000Z", "updatedAt": "2023-06-02T10:00:00.000Z", "userId": "user-1",
      "project": {"id": "project-1", "slug": "my-project", "name": "My Project",
                  "createdAt": "2023-06-01T09:00:00.000Z", "updatedAt": "2023-06-01T09:00:00.000Z"},
      "organization": {"id": "organization-1", "slug": "acme", "title": "Acme",
                       "createdAt": "2023-06-01T08:00:00.000Z", "updatedAt": "2023-06-01T08:00:00.000Z"}})"));
    CPPUNIT_ASSERT_EQUAL(std::string("pk_dev_"), public_key.substr(0, 7));
    CPPUNIT_ASSERT_EQUAL(std::string::npos, response.body.find("tr_dev_key"));
  }

  void whoami_omits_an_unknown_user() {
    Environment environment = FakeEnvironments::environment();
    environment.user_id.clear();
    CPPUNIT_ASSERT(!boost::json::parse(whoami_json(environment)).as_object().contains("userId"));
  }

  void whoami_requires_a_key() { CPPUNIT_ASSERT_EQUAL(401, request(fixture_.start(), "GET", "/api/v1/whoami").status); }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HostRoutesTest);

}  // namespace kongflow::host::test
