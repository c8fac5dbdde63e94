#include "tasks/index_endpoint_task.h"

#include <cppunit/extensions/HelperMacros.h>

#include "fakes/wired_services.h"
#include "kongflow/testing/fake_host.h"
#include "tasks/tasks.h"

namespace kongflow::endpoints {
namespace {

using Kind = ClientFailure::Kind;

class IndexEndpointTaskTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(IndexEndpointTaskTest);
  CPPUNIT_TEST(id_alone_is_an_internal_index);
  CPPUNIT_TEST(payload_names_source_reason_and_data);
  CPPUNIT_TEST(null_data_is_no_data);
  CPPUNIT_TEST(payload_that_does_not_fit_fails_for_good);
  CPPUNIT_TEST(unknown_endpoint_fails_for_good);
  CPPUNIT_TEST(app_trouble_is_tried_again_with_the_sentence);
  CPPUNIT_TEST(invalid_manifest_is_tried_again);
  CPPUNIT_TEST(last_attempt_has_no_next_one);
  CPPUNIT_TEST(cancelled_index_is_given_back);
  CPPUNIT_TEST(endpoint_removed_meanwhile_leaves_nothing_to_do);
  CPPUNIT_TEST(run_that_another_attempt_took_over_is_given_back);
  CPPUNIT_TEST(database_trouble_is_tried_again);
  CPPUNIT_TEST_SUITE_END();

  WiredServices services_;
  testing::FakeHost host_{[this](Registrar& registrar) { add_tasks(registrar, services_.source()); }};
  std::string id_;

  testing::Outcome run(const std::string& payload, std::uint32_t attempt = 1) {
    testing::TaskFacts facts;
    facts.payload_json = payload;
    facts.id = "42";
    facts.attempt = attempt;
    return host_.run_task("indexEndpoint", facts);
  }
  IndexRun latest_run() { return services_.repository.runs().back(); }
  std::string payload(const std::string& more = {}) { return R"({"id":")" + id_ + "\"" + more + "}"; }
  void fail_indexes(Kind kind, const std::string& message) {
    services_.client.on_index = [=] { return FakeEndpointClient::failure_reply(kind, message); };
  }
  static void check(const testing::Outcome& outcome, kf_status status, const std::string& code,
                    const std::string& message) {
    CPPUNIT_ASSERT_EQUAL(status, outcome.status);
    CPPUNIT_ASSERT_EQUAL(code, outcome.code);
    CPPUNIT_ASSERT_EQUAL(message, outcome.message);
  }

 public:
  void setUp() override {
    host_.start();
    id_ = services_.endpoint().id;
  }

  void id_alone_is_an_internal_index() {
    CPPUNIT_ASSERT_EQUAL(KF_OK + 0, run(payload()).status);
    CPPUNIT_ASSERT(RunStatus::success == latest_run().status);
    CPPUNIT_ASSERT(IndexSource::internal == latest_run().request.source);
    CPPUNIT_ASSERT_EQUAL(std::string("42"), latest_run().task_id.value());
  }

  void payload_names_source_reason_and_data() {
    CPPUNIT_ASSERT_EQUAL(KF_OK + 0, run(payload(R"(,"source":"HOOK","reason":"r","sourceData":{"n":1.0})")).status);
    CPPUNIT_ASSERT(IndexSource::hook == latest_run().request.source);
    CPPUNIT_ASSERT_EQUAL(std::string("r"), latest_run().request.reason.value());
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"n":1.0})"), latest_run().request.source_data.value());
  }

  void null_data_is_no_data() {
    CPPUNIT_ASSERT_EQUAL(KF_OK + 0, run(payload(R"(,"sourceData":null)")).status);
    CPPUNIT_ASSERT(!latest_run().request.source_data);
  }

  void payload_that_does_not_fit_fails_for_good() {
    check(run(payload(R"(,"source":"CRON")")), KF_FAILED, "INVALID_PAYLOAD",
          "Invalid payload: \"source\" must be MANUAL, API, INTERNAL or HOOK.");
    for (const std::string& bad :
         {payload(R"(,"source":"api")"), payload(R"(,"source":null)"), payload(R"(,"reason":1)"),
          payload(R"(,"sourceData":"\u0000")"), std::string(R"({"id":5})"), std::string("[]"), std::string("null"),
          std::string("\"x\""), std::string("{")}) {
      const auto outcome = run(bad);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(bad, KF_FAILED + 0, outcome.status);
      CPPUNIT_ASSERT_EQUAL(std::size_t{0}, outcome.message.find("Invalid payload: "));
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, services_.client.indexes().size());
  }

  void unknown_endpoint_fails_for_good() {
    check(run(R"({"id":"cnope"})"), KF_FAILED, "ENDPOINT_NOT_FOUND", "No Endpoint found");
  }

  void app_trouble_is_tried_again_with_the_sentence() {
    fail_indexes(Kind::bad_status, "Could not connect to endpoint X. Status code: 500");
    check(run(payload()), KF_RETRY, "FAILED_INDEX", "Could not connect to endpoint X. Status code: 500");
    CPPUNIT_ASSERT(RunStatus::failure == latest_run().status);
    CPPUNIT_ASSERT(latest_run().next_attempt_at);
  }

  void invalid_manifest_is_tried_again() {
    fail_indexes(Kind::invalid_manifest, R"(Job "a": Required at "name")");
    check(run(payload()), KF_RETRY, "FAILED_INDEX", R"(Job "a": Required at "name")");
  }

  void last_attempt_has_no_next_one() {
    fail_indexes(Kind::unreachable, "Could not connect to endpoint X");
    CPPUNIT_ASSERT_EQUAL(KF_RETRY + 0, run(payload(), 25).status);
    CPPUNIT_ASSERT(!latest_run().next_attempt_at);
  }

  void cancelled_index_is_given_back() {
    fail_indexes(Kind::cancelled, "The host is shutting down");
    check(run(payload()), KF_CANCELLED, "CANCELLED", "The host is shutting down");
  }

  void endpoint_removed_meanwhile_leaves_nothing_to_do() {
    services_.client.on_index = [this] {
      services_.repository.remove(services_.environment.id, "my-app");
      return FakeEndpointClient::failure_reply(Kind::unreachable, "It went wrong");
    };
    check(run(payload()), KF_OK, "", "");
    CPPUNIT_ASSERT(services_.repository.runs().empty());
  }

  void run_that_another_attempt_took_over_is_given_back() {
    services_.client.on_index = [this] {
      const auto target = services_.repository.find_target(id_);
      services_.repository.start_run(target->endpoint, {}, TaskAttempt{"42", 2, 25});
      return FakeEndpointClient::manifest_reply(FakeEndpointClient::kEmptyManifest, {});
    };
    check(run(payload()), KF_CANCELLED, "CANCELLED", "Another attempt of the task continues this index run");
  }

  void database_trouble_is_tried_again() {
    services_.repository.broken.emplace("connection lost", "");
    check(run(payload()), KF_RETRY, "DATABASE", "connection lost");
    CPPUNIT_ASSERT(services_.database_failures == (std::vector<std::string>{"connection: connection lost"}));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(IndexEndpointTaskTest);

}  // namespace
}  // namespace kongflow::endpoints
