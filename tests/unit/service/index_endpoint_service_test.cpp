#include "service/index_endpoint_service.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <vector>

#include "fakes/fake_endpoint_client.h"
#include "fakes/fake_endpoint_repository.h"

namespace kongflow::endpoints {
namespace {

using Kind = IndexOutcome::Kind;

class IndexEndpointServiceTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(IndexEndpointServiceTest);
  CPPUNIT_TEST(answer_is_stored_and_the_run_succeeds);
  CPPUNIT_TEST(app_is_called_at_its_url_with_the_key_of_its_environment);
  CPPUNIT_TEST(slug_of_another_environment_is_not_found);
  CPPUNIT_TEST(unknown_id_is_not_found);
  CPPUNIT_TEST(task_continues_its_run);
  CPPUNIT_TEST(task_whose_run_succeeded_before_is_done_without_asking_the_app);
  CPPUNIT_TEST(failures_of_the_app_are_kept_with_the_run);
  CPPUNIT_TEST(invalid_manifest_is_told_apart);
  CPPUNIT_TEST(run_of_a_cancelled_task_goes_on_with_the_task);
  CPPUNIT_TEST(run_of_a_cancelled_request_fails);
  CPPUNIT_TEST(failed_task_has_a_next_attempt_until_the_last);
  CPPUNIT_TEST(failed_request_has_no_next_attempt);
  CPPUNIT_TEST(stored_failure_has_the_reason_and_is_told_of);
  CPPUNIT_TEST(endpoint_removed_while_its_app_answers_is_removed);
  CPPUNIT_TEST(endpoint_removed_while_its_app_fails_is_removed_and_no_failure_is_told);
  CPPUNIT_TEST(task_of_an_endpoint_that_was_removed_is_removed);
  CPPUNIT_TEST(run_that_another_attempt_took_over_is_superseded);
  CPPUNIT_TEST(run_of_an_index_that_cannot_be_stored_fails);
  CPPUNIT_TEST(database_failures_are_the_callers);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    endpoint_ = repository_.register_endpoint({environment_, "my-app", kUrl, "hook"}, 25).value();
  }

  void answer_is_stored_and_the_run_succeeds() {
    client_.on_index = [] {
      IndexReply reply = FakeEndpointClient::manifest_reply(
          R"({"jobs":[{"id":"j","enabled":true}],"sources":[],"dynamicTriggers":[],"dynamicSchedules":[]})",
          IndexStats{1, 0, 0, 0, {}, {}, {}});
      reply.facts.sdk_version = "3.3.17";
      return reply;
    };
    const IndexOutcome outcome = service_.index(environment_, "my-app", {IndexSource::api, "deploy", R"({"a":1})"}, {});
    CPPUNIT_ASSERT(outcome.kind == Kind::done);
    CPPUNIT_ASSERT_EQUAL(std::string("API"), outcome.index->source);
    CPPUNIT_ASSERT_EQUAL(std::string("deploy"), outcome.index->reason.value());
    CPPUNIT_ASSERT(!outcome.error);
    const IndexRun run = repository_.runs().back();
    CPPUNIT_ASSERT_EQUAL(run.id, outcome.run_id.value());
    CPPUNIT_ASSERT(run.status == RunStatus::success);
    CPPUNIT_ASSERT_EQUAL(std::string("3.3.17"), run.facts.sdk_version.value());
    CPPUNIT_ASSERT_EQUAL(std::string("registerJob"), repository_.tasks().back().identifier);
  }

  void app_is_called_at_its_url_with_the_key_of_its_environment() {
    service_.index(endpoint_.endpoint.id, request(), std::nullopt, {});
    const auto call = client_.indexes().at(0);
    CPPUNIT_ASSERT_EQUAL(std::string(kUrl), call.app.url);
    CPPUNIT_ASSERT_EQUAL(std::string("tr_dev_key"), call.app.api_key);
    CPPUNIT_ASSERT_EQUAL(std::string("environment"), call.app.environment_id);
  }

  void slug_of_another_environment_is_not_found() {
    Environment other = environment_;
    other.id = "other";
    const IndexOutcome outcome = service_.index(other, "my-app", request(), {});
    CPPUNIT_ASSERT(outcome.kind == Kind::no_endpoint);
    CPPUNIT_ASSERT(outcome.error->code == ErrorCode::endpoint_not_found);
    CPPUNIT_ASSERT_EQUAL(std::string("Endpoint not found"), outcome.error->message);
    CPPUNIT_ASSERT(client_.indexes().empty());
  }

  void unknown_id_is_not_found() {
    const IndexOutcome outcome = service_.index("nope", request(), std::nullopt, {});
    CPPUNIT_ASSERT(outcome.kind == Kind::no_endpoint);
    CPPUNIT_ASSERT_EQUAL(std::string("No Endpoint found"), outcome.error->message);
    CPPUNIT_ASSERT(!outcome.run_id);
  }

  void task_continues_its_run() {
    const IndexOutcome outcome = index_by_task(1);
    CPPUNIT_ASSERT(outcome.kind == Kind::done);
    CPPUNIT_ASSERT_EQUAL(endpoint_.run.id, outcome.run_id.value());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, repository_.runs().size());
  }

  void task_whose_run_succeeded_before_is_done_without_asking_the_app() {
    const std::string task_id = endpoint_.run.task_id.value();
    service_.index(endpoint_.endpoint.id, request(), TaskAttempt{task_id, 1, 25}, {});
    const std::size_t tasks = repository_.tasks().size();
    const IndexOutcome outcome = service_.index(endpoint_.endpoint.id, request(), TaskAttempt{task_id, 2, 25}, {});
    CPPUNIT_ASSERT(outcome.kind == Kind::done);
    CPPUNIT_ASSERT_EQUAL(endpoint_.run.id, outcome.run_id.value());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, client_.indexes().size());
    CPPUNIT_ASSERT_EQUAL(tasks, repository_.tasks().size());
  }

  void failures_of_the_app_are_kept_with_the_run() {
    using Failure = ClientFailure::Kind;
    for (const Failure kind :
         {Failure::refused, Failure::unreachable, Failure::bad_status, Failure::unparsable, Failure::declined}) {
      fail(kind);
      const IndexOutcome outcome = service_.index(environment_, "my-app", request(), {});
      CPPUNIT_ASSERT(outcome.kind == Kind::app_failure);
      CPPUNIT_ASSERT(outcome.error->code == ErrorCode::failed_index);
      CPPUNIT_ASSERT_EQUAL(std::string("It went wrong"), outcome.error->message);
      const IndexRun run = repository_.runs().back();
      CPPUNIT_ASSERT_EQUAL(run.id, outcome.run_id.value());
      CPPUNIT_ASSERT(run.status == RunStatus::failure);
      CPPUNIT_ASSERT_EQUAL(std::string("It went wrong"), run.error.value());
      CPPUNIT_ASSERT_EQUAL(std::string("FAILED_INDEX"), run.error_code.value());
    }
  }

  void invalid_manifest_is_told_apart() {
    fail(ClientFailure::Kind::invalid_manifest);
    CPPUNIT_ASSERT(index_by_task(1).kind == Kind::invalid_manifest);
    CPPUNIT_ASSERT(repository_.runs().back().status == RunStatus::failure);
  }

  void run_of_a_cancelled_task_goes_on_with_the_task() {
    fail(ClientFailure::Kind::cancelled);
    CPPUNIT_ASSERT(index_by_task(1).kind == Kind::cancelled);
    CPPUNIT_ASSERT(repository_.runs().back().status == RunStatus::started);
    client_.on_index = FakeEndpointClient().on_index;
    const IndexOutcome outcome = index_by_task(1);
    CPPUNIT_ASSERT(outcome.kind == Kind::done);
    CPPUNIT_ASSERT_EQUAL(endpoint_.run.id, outcome.run_id.value());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, repository_.runs().size());
  }

  void run_of_a_cancelled_request_fails() {
    fail(ClientFailure::Kind::cancelled);
    CPPUNIT_ASSERT(service_.index(environment_, "my-app", request(), {}).kind == Kind::cancelled);
    CPPUNIT_ASSERT(repository_.runs().back().status == RunStatus::failure);
  }

  void failed_task_has_a_next_attempt_until_the_last() {
    fail(ClientFailure::Kind::unreachable);
    index_by_task(24);
    CPPUNIT_ASSERT(repository_.runs().back().next_attempt_at.has_value());
    index_by_task(25);
    CPPUNIT_ASSERT(!repository_.runs().back().next_attempt_at);
  }

  void failed_request_has_no_next_attempt() {
    fail(ClientFailure::Kind::unreachable);
    service_.index(environment_, "my-app", request(), {});
    CPPUNIT_ASSERT(!repository_.runs().back().next_attempt_at);
  }

  void stored_failure_has_the_reason_and_is_told_of() {
    std::vector<std::string> told;
    IndexEndpointService service(client_, repository_, [&](const auto& target, const auto& run, const auto& failure) {
      told = {target.endpoint.slug, run.id, failure.message};
    });
    client_.on_index = [] {
      IndexReply reply;
      reply.failure = ClientFailure{ClientFailure::Kind::unreachable, "Could not connect", "Nobody listens"};
      return reply;
    };
    const IndexOutcome outcome = service.index(environment_, "my-app", request(), {});
    CPPUNIT_ASSERT_EQUAL(std::string("Could not connect"), outcome.error->message);
    CPPUNIT_ASSERT_EQUAL(std::string("Could not connect: Nobody listens"), *repository_.runs().back().error);
    CPPUNIT_ASSERT(told == (std::vector<std::string>{"my-app", *outcome.run_id, "Could not connect: Nobody listens"}));
  }

  void endpoint_removed_while_its_app_answers_is_removed() {
    for (const bool by_environment : {false, true}) {
      client_.on_index = [&] {
        remove(by_environment);
        return FakeEndpointClient::manifest_reply(FakeEndpointClient::kEmptyManifest, {});
      };
      expect_removed(service_.index(environment_, "my-app", request(), {}));
      restore();
      expect_removed(index_by_task(1));
      restore();
    }
  }

  void endpoint_removed_while_its_app_fails_is_removed_and_no_failure_is_told() {
    int told = 0;
    IndexEndpointService service(client_, repository_, [&](const auto&...) { ++told; });
    for (const bool by_environment : {false, true}) {
      client_.on_index = [&] {
        remove(by_environment);
        return FakeEndpointClient::failure_reply(ClientFailure::Kind::unreachable, "It went wrong");
      };
      expect_removed(service.index(environment_, "my-app", request(), {}));
      restore();
      expect_removed(service.index(endpoint_.endpoint.id, request(), TaskAttempt{*endpoint_.run.task_id, 1, 25}, {}));
      restore();
    }
    CPPUNIT_ASSERT_EQUAL(0, told);
  }

  void task_of_an_endpoint_that_was_removed_is_removed() {
    for (const bool by_environment : {false, true}) {
      remove(by_environment);
      expect_removed(index_by_task(1));
      const TaskAttempt of_another_program{"4711", 1, 25};
      expect_removed(service_.index(endpoint_.endpoint.id, request(), of_another_program, {}));
      restore();
    }
    CPPUNIT_ASSERT(client_.indexes().empty());
  }

  void run_that_another_attempt_took_over_is_superseded() {
    client_.on_index = [this] {
      repository_.start_run(endpoint_.endpoint, request(), TaskAttempt{*endpoint_.run.task_id, 2, 25});
      return FakeEndpointClient::manifest_reply(FakeEndpointClient::kEmptyManifest, {});
    };
    CPPUNIT_ASSERT(index_by_task(1).kind == Kind::superseded);
    CPPUNIT_ASSERT(repository_.runs().back().status == RunStatus::started);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, repository_.tasks().size());
  }

  void run_of_an_index_that_cannot_be_stored_fails() {
    repository_.broken_index.emplace("refused", "22003");
    CPPUNIT_ASSERT_THROW(index_by_task(1), RepositoryError);
    const IndexRun run = repository_.runs().back();
    CPPUNIT_ASSERT(run.status == RunStatus::failure && run.next_attempt_at);
    CPPUNIT_ASSERT_EQUAL(std::string("DATABASE"), *run.error_code);
  }

  void database_failures_are_the_callers() {
    repository_.broken.emplace("connection lost", "");
    CPPUNIT_ASSERT_THROW(service_.index(environment_, "my-app", request(), {}), RepositoryError);
  }

 private:
  static constexpr const char* kUrl = "http://app.test/api";

  static IndexRequest request() { return {IndexSource::manual, std::nullopt, std::nullopt}; }
  void fail(ClientFailure::Kind kind) {
    client_.on_index = [kind] { return FakeEndpointClient::failure_reply(kind, "It went wrong"); };
  }
  IndexOutcome index_by_task(std::int64_t attempt) {
    return service_.index(endpoint_.endpoint.id, request(), TaskAttempt{*endpoint_.run.task_id, attempt, 25}, {});
  }

  void remove(bool by_environment) {
    if (by_environment)
      repository_.remove_environment(environment_.id);
    else
      repository_.remove(environment_.id, "my-app");
  }
  void restore() {
    repository_.add_environment(environment_);
    endpoint_ = repository_.register_endpoint({environment_, "my-app", kUrl, "hook"}, 25).value();
  }
  void expect_removed(const IndexOutcome& outcome) const {
    CPPUNIT_ASSERT(outcome.kind == Kind::removed);
    CPPUNIT_ASSERT(!outcome.run_id && !outcome.index);
    CPPUNIT_ASSERT(outcome.error->code == ErrorCode::endpoint_not_found);
    CPPUNIT_ASSERT_EQUAL(std::string("Endpoint not found"), outcome.error->message);
    CPPUNIT_ASSERT(repository_.runs().empty());
  }

  const Environment environment_{"environment", "dev", "DEVELOPMENT", "tr_dev_key", "organization", "project"};
  FakeEndpointClient client_;
  FakeEndpointRepository repository_;
  Registered endpoint_;
  IndexEndpointService service_{client_, repository_};
};

CPPUNIT_TEST_SUITE_REGISTRATION(IndexEndpointServiceTest);

}  // namespace
}  // namespace kongflow::endpoints
