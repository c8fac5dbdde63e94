#include <cppunit/extensions/HelperMacros.h>

#include "fixture.h"

namespace kongflow::endpoints {

class IndexRunsTest : public RepositoryFixture {
  CPPUNIT_TEST_SUITE(IndexRunsTest);
  CPPUNIT_TEST(a_run_without_a_task_starts_at_its_first_attempt);
  CPPUNIT_TEST(a_task_starts_the_run_that_was_made_with_it);
  CPPUNIT_TEST(a_task_of_another_program_gets_a_run_of_its_own);
  CPPUNIT_TEST(a_retry_goes_on_with_the_run_and_forgets_the_failure);
  CPPUNIT_TEST(a_run_that_a_crash_left_started_is_started_again);
  CPPUNIT_TEST(an_attempt_that_was_taken_back_goes_on_with_the_run);
  CPPUNIT_TEST(a_retry_of_a_run_that_succeeded_gets_it_back_as_it_is);
  CPPUNIT_TEST(a_reused_task_number_does_not_reopen_an_old_run);
  CPPUNIT_TEST(a_failure_is_kept_with_the_next_attempt);
  CPPUNIT_TEST(a_final_failure_has_no_next_attempt);
  CPPUNIT_TEST(a_failure_never_overwrites_a_success);
  CPPUNIT_TEST(a_run_is_found_in_its_environment_alone);
  CPPUNIT_TEST(abandoned_runs_become_failures);
  CPPUNIT_TEST(a_started_run_whose_task_waits_becomes_a_failure_with_a_next_attempt);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    RepositoryFixture::setUp();
    const Registered made = registered();
    endpoint = made.endpoint;
    pending = made.run;
  }

  void a_run_without_a_task_starts_at_its_first_attempt() {
    const IndexRun run =
        repository->start_run(endpoint, {IndexSource::manual, "why", R"({"a": 1})"}, std::nullopt).value();
    CPPUNIT_ASSERT(run.status == RunStatus::started);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, run.attempt);
    CPPUNIT_ASSERT(!run.task_id && run.started_at && !run.finished_at);
    CPPUNIT_ASSERT(run.request.source == IndexSource::manual);
    CPPUNIT_ASSERT_EQUAL(std::string("why"), *run.request.reason);
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"a": 1})"), *run.request.source_data);
  }

  void a_task_starts_the_run_that_was_made_with_it() {
    const IndexRun run = repository->start_run(endpoint, pending.request, TaskAttempt{*pending.task_id, 1}).value();
    CPPUNIT_ASSERT_EQUAL(pending.id, run.id);
    CPPUNIT_ASSERT(run.status == RunStatus::started);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, run.attempt);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), count("endpoint_index_runs"));
  }

  void a_task_of_another_program_gets_a_run_of_its_own() {
    const IndexRun run =
        repository->start_run(endpoint, {IndexSource::internal, {}, {}}, TaskAttempt{"998877", 3}).value();
    CPPUNIT_ASSERT(run.id != pending.id);
    CPPUNIT_ASSERT_EQUAL(std::string("998877"), *run.task_id);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{3}, run.attempt);
  }

  void a_retry_goes_on_with_the_run_and_forgets_the_failure() {
    repository->fail_run(start(1), {"FAILED_INDEX", "no", std::chrono::seconds(3), {}});
    const IndexRun again = start(2);
    CPPUNIT_ASSERT_EQUAL(pending.id, again.id);
    CPPUNIT_ASSERT(again.status == RunStatus::started);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{2}, again.attempt);
    CPPUNIT_ASSERT(!again.error && !again.error_code && !again.next_attempt_at && !again.finished_at);
  }

  void a_run_that_a_crash_left_started_is_started_again() {
    start(1);
    const IndexRun again = start(2);
    CPPUNIT_ASSERT_EQUAL(pending.id, again.id);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), count("endpoint_index_runs"));
  }

  void an_attempt_that_was_taken_back_goes_on_with_the_run() {
    start(1);
    CPPUNIT_ASSERT_EQUAL(pending.id, start(1).id);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), count("endpoint_index_runs"));
  }

  void a_retry_of_a_run_that_succeeded_gets_it_back_as_it_is() {
    const IndexRun run = start(1);
    const EndpointIndex index = repository->complete_run(run, manifest_of(kEmptyManifest), {}).value();
    const IndexRun again = start(2);
    CPPUNIT_ASSERT_EQUAL(run.id, again.id);
    CPPUNIT_ASSERT(again.status == RunStatus::success);
    CPPUNIT_ASSERT_EQUAL(index.id, *again.index_id);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, again.attempt);
  }

  void a_reused_task_number_does_not_reopen_an_old_run() {
    const IndexRun run = start(1);
    repository->complete_run(run, manifest_of(kEmptyManifest), {});
    const IndexRun other = start(1);
    CPPUNIT_ASSERT(run.id != other.id);
    CPPUNIT_ASSERT(other.status == RunStatus::started);
  }

  void a_failure_is_kept_with_the_next_attempt() {
    repository->fail_run(start(1),
                         {"FAILED_INDEX", "Job \"a\": naïve at \"id\"", std::chrono::seconds(3), {"2.3.19", "1", {}}});
    const IndexRun run = *repository->find_run(environment.id, pending.id);
    CPPUNIT_ASSERT(run.status == RunStatus::failure);
    CPPUNIT_ASSERT_EQUAL(std::string("FAILED_INDEX"), *run.error_code);
    CPPUNIT_ASSERT_EQUAL(std::string("Job \"a\": naïve at \"id\""), *run.error);
    CPPUNIT_ASSERT_EQUAL(std::string("2.3.19"), *run.facts.sdk_version);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), *run.facts.api_version);
    CPPUNIT_ASSERT(run.finished_at && run.next_attempt_at);
    CPPUNIT_ASSERT_EQUAL(std::string("t"),
                         database->value("select next_attempt_at - finished_at between interval '3 s' and"
                                         " interval '3.1 s' from endpoint_index_runs"));
  }

  void a_final_failure_has_no_next_attempt() {
    repository->fail_run(start(25), {"FAILED_INDEX", "no", std::nullopt, {}});
    database->run("update graphile_worker._private_jobs set attempts = max_attempts");
    CPPUNIT_ASSERT(!repository->find_run(environment.id, pending.id)->next_attempt_at);
  }

  void a_failure_never_overwrites_a_success() {
    const IndexRun run = start(1);
    repository->complete_run(run, manifest_of(kEmptyManifest), {});
    repository->fail_run(run, {"FAILED_INDEX", "late", std::nullopt, {}});
    CPPUNIT_ASSERT(repository->find_run(environment.id, pending.id)->status == RunStatus::success);
  }

  void a_run_is_found_in_its_environment_alone() {
    CPPUNIT_ASSERT(repository->find_run(environment.id, pending.id).has_value());
    CPPUNIT_ASSERT(!repository->find_run(make_environment("PRODUCTION").id, pending.id));
    CPPUNIT_ASSERT(!repository->find_run(environment.id, "17"));
    CPPUNIT_ASSERT(!repository->find_run("dev", pending.id));
  }

  void abandoned_runs_become_failures() {
    const IndexRun inside_a_request = started(endpoint);
    const IndexRun waiting = repository->enqueue_index(endpoint, {IndexSource::api, {}, {}}, 25, {}).value();
    const IndexRun used_up = repository->enqueue_index(endpoint, {IndexSource::api, {}, {}}, 25, {}).value();
    const IndexRun running = repository->enqueue_index(endpoint, {IndexSource::api, {}, {}}, 1, {}).value();
    const IndexRun gone = repository->enqueue_index(endpoint, {IndexSource::api, {}, {}}, 25, {}).value();
    const auto task = [&](const IndexRun& run, const std::string& change) {
      database->run("update graphile_worker._private_jobs set " + change + " where id = " + *run.task_id);
    };
    task(used_up, "attempts = max_attempts");
    task(running, "attempts = 1, locked_at = now(), locked_by = 'w'");
    database->run("delete from graphile_worker._private_jobs where id = " + *gone.task_id);

    CPPUNIT_ASSERT_EQUAL(0, repository->fail_abandoned_runs(std::chrono::minutes(5)));
    CPPUNIT_ASSERT_EQUAL(3, repository->fail_abandoned_runs(std::chrono::milliseconds(0)));

    const auto now = [&](const IndexRun& run) { return *repository->find_run(environment.id, run.id); };
    for (const IndexRun& run : {inside_a_request, used_up, gone}) {
      CPPUNIT_ASSERT(now(run).status == RunStatus::failure);
      CPPUNIT_ASSERT(!now(run).error->empty() && now(run).finished_at);
    }
    for (const IndexRun& run : {pending, waiting, running}) CPPUNIT_ASSERT(now(run).status == RunStatus::pending);
  }

  void a_started_run_whose_task_waits_becomes_a_failure_with_a_next_attempt() {
    start(1);
    CPPUNIT_ASSERT_EQUAL(0, repository->fail_abandoned_runs(std::chrono::minutes(5)));
    CPPUNIT_ASSERT_EQUAL(1, repository->fail_abandoned_runs(std::chrono::milliseconds(0)));
    const IndexRun failed = *repository->find_run(environment.id, pending.id);
    CPPUNIT_ASSERT(failed.status == RunStatus::failure && failed.next_attempt_at);
    CPPUNIT_ASSERT(start(2).status == RunStatus::started);
  }

 private:
  IndexRun start(std::int64_t attempt) {
    return repository->start_run(endpoint, pending.request, TaskAttempt{*pending.task_id, attempt}).value();
  }

  Endpoint endpoint;
  IndexRun pending;
};

CPPUNIT_TEST_SUITE_REGISTRATION(IndexRunsTest);

}  // namespace kongflow::endpoints
