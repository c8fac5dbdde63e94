// What the console says of the next attempt is what the queue does.
#include <cppunit/extensions/HelperMacros.h>

#include "fixture.h"

namespace kongflow::endpoints {

class NextAttemptTest : public RepositoryFixture {
  CPPUNIT_TEST_SUITE(NextAttemptTest);
  CPPUNIT_TEST(a_task_that_waits_decides_when_and_how_often);
  CPPUNIT_TEST(a_task_that_is_removed_or_used_up_has_no_next_attempt);
  CPPUNIT_TEST(a_failed_run_whose_task_is_still_locked_waits);
  CPPUNIT_TEST(a_task_that_was_taken_runs);
  CPPUNIT_TEST(a_run_that_a_dead_host_left_started_waits_with_its_task);
  CPPUNIT_TEST(the_task_that_is_due_first_is_next);
  CPPUNIT_TEST(a_task_that_is_rescheduled_after_its_last_attempt_waits);
  CPPUNIT_TEST(a_rescheduled_task_that_was_taken_runs);
  CPPUNIT_TEST(the_newest_run_of_a_task_counts);
  CPPUNIT_TEST(a_task_of_another_program_waits_without_a_run);
  CPPUNIT_TEST(other_tasks_in_the_queue_of_the_endpoint_do_not_count);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    RepositoryFixture::setUp();
    made_ = registered();
    task_ = *made_.run.task_id;
  }

  void a_task_that_waits_decides_when_and_how_often() {
    fail_first_attempt();
    change("run_at = '2030-01-02T03:04:05Z', attempts = 4");
    CPPUNIT_ASSERT_EQUAL(std::string("2030-01-02T03:04:05.000Z"), next()->due_at.value());
    CPPUNIT_ASSERT_EQUAL(std::int64_t{5}, next()->attempt);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{25}, next()->max_attempts);
  }

  void a_task_that_is_removed_or_used_up_has_no_next_attempt() {
    fail_first_attempt();
    CPPUNIT_ASSERT(run().next_attempt_at.has_value());
    change("attempts = max_attempts");
    CPPUNIT_ASSERT(!next() && !run().next_attempt_at);
    database->run("delete from graphile_worker._private_jobs");
    CPPUNIT_ASSERT(!next() && !run().next_attempt_at);
  }

  void a_failed_run_whose_task_is_still_locked_waits() {
    fail_first_attempt();
    change("locked_at = now(), locked_by = 'host', attempts = 1");
    CPPUNIT_ASSERT_EQUAL(run().next_attempt_at.value(), next()->due_at.value());
    CPPUNIT_ASSERT_EQUAL(std::int64_t{2}, next()->attempt);
  }

  void a_task_that_was_taken_runs() {
    change("locked_at = now(), locked_by = 'host', attempts = 1");
    CPPUNIT_ASSERT(!next()->due_at);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, next()->attempt);
  }

  void a_run_that_a_dead_host_left_started_waits_with_its_task() {
    repository->start_run(made_.endpoint, {}, TaskAttempt{task_, 1, 25});
    change("attempts = 1");
    CPPUNIT_ASSERT(next()->due_at.has_value());
    CPPUNIT_ASSERT_EQUAL(std::int64_t{2}, next()->attempt);
  }

  void the_task_that_is_due_first_is_next() {
    fail_first_attempt();
    const IndexRun hook =
        repository->enqueue_index(made_.endpoint, {IndexSource::hook, {}, {}}, 25, std::chrono::seconds(5)).value();
    change("run_at = now() + interval '1 hour'");
    CPPUNIT_ASSERT_EQUAL(hook.id, next()->run_id.value());
    change("run_at = now()");
    CPPUNIT_ASSERT_EQUAL(made_.run.id, next()->run_id.value());
  }

  void a_task_that_is_rescheduled_after_its_last_attempt_waits() {
    fail_last_attempt();
    CPPUNIT_ASSERT(!next() && !run().next_attempt_at);
    database->run("select graphile_worker.reschedule_jobs(array[" + task_ +
                  "::bigint], run_at := '2030-01-02T03:04:05Z', attempts := 0)");
    CPPUNIT_ASSERT_EQUAL(made_.run.id, next()->run_id.value());
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, next()->attempt);
    CPPUNIT_ASSERT_EQUAL(std::string("2030-01-02T03:04:05.000Z"), next()->due_at.value());
    CPPUNIT_ASSERT_EQUAL(std::string("2030-01-02T03:04:05.000Z"), run().next_attempt_at.value());
    change("max_attempts = 30, attempts = 25");
    CPPUNIT_ASSERT_EQUAL(std::int64_t{26}, next()->attempt);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{30}, next()->max_attempts);
  }

  void a_rescheduled_task_that_was_taken_runs() {
    fail_last_attempt();
    change("locked_at = now(), locked_by = 'host', attempts = 1");
    CPPUNIT_ASSERT(!next()->due_at && !run().next_attempt_at);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, next()->attempt);
  }

  void the_newest_run_of_a_task_counts() {
    fail_last_attempt();
    change("locked_at = now(), locked_by = 'host', attempts = 1");
    const IndexRun second = repository->start_run(made_.endpoint, {}, TaskAttempt{task_, 1, 25}).value();
    CPPUNIT_ASSERT(second.id != made_.run.id);
    CPPUNIT_ASSERT_EQUAL(second.id, next()->run_id.value());
    repository->fail_run(second, {"FAILED_INDEX", "It went wrong", std::chrono::seconds(3), {}});
    change("locked_at = null, locked_by = null");
    CPPUNIT_ASSERT_EQUAL(second.id, next()->run_id.value());
    CPPUNIT_ASSERT_EQUAL(std::int64_t{2}, next()->attempt);
    CPPUNIT_ASSERT(!run().next_attempt_at);
    CPPUNIT_ASSERT(repository->run(second.id)->next_attempt_at.has_value());
  }

  void a_task_of_another_program_waits_without_a_run() {
    fail_last_attempt();
    add_task("indexEndpoint", R"({"id":"\u0000"})");
    CPPUNIT_ASSERT(!next()->run_id && !next()->source);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, next()->attempt);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{25}, next()->max_attempts);
    CPPUNIT_ASSERT_EQUAL(std::string("2030-01-02T03:04:05.000Z"), next()->due_at.value());
    CPPUNIT_ASSERT(!repository->endpoint(registered("other").endpoint.id)->next_attempt->due_at->empty());
    CPPUNIT_ASSERT_EQUAL(
        std::string("2030-01-02T03:04:05.000Z"),
        repository->endpoints({}, EndpointOrder::registered, false).items[0].next_attempt->due_at.value());
    change("attempts = 0, run_at = now()");
    CPPUNIT_ASSERT_EQUAL(made_.run.id, next()->run_id.value());
  }

  void other_tasks_in_the_queue_of_the_endpoint_do_not_count() {
    fail_last_attempt();
    add_task("registerJob", "{}");
    CPPUNIT_ASSERT(!next());
    add_task("indexEndpoint", "{}");
    database->run("update graphile_worker._private_jobs set attempts = max_attempts");
    CPPUNIT_ASSERT(!next());
  }

 private:
  void fail_last_attempt() {
    const IndexRun last = repository->start_run(made_.endpoint, {}, TaskAttempt{task_, 25, 25}).value();
    repository->fail_run(last, {"FAILED_INDEX", "It went wrong", std::nullopt, {}});
    change("attempts = 25");
  }
  void add_task(const std::string& identifier, const std::string& payload) {
    database->run("select graphile_worker.add_job('" + identifier + "', '" + payload + "', queue_name := 'endpoint-" +
                  made_.endpoint.id + "', run_at := '2030-01-02T03:04:05Z')");
  }
  void fail_first_attempt() {
    const IndexRun first = repository->start_run(made_.endpoint, {}, TaskAttempt{task_, 1, 25}).value();
    repository->fail_run(first, {"FAILED_INDEX", "It went wrong", std::chrono::seconds(3), {}});
  }
  void change(const std::string& assignments) {
    database->run("update graphile_worker._private_jobs set " + assignments + " where id = " + task_);
  }
  std::optional<NextAttempt> next() { return repository->endpoint(made_.endpoint.id)->next_attempt; }
  IndexRun run() { return repository->run(made_.run.id).value(); }

  Registered made_;
  std::string task_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(NextAttemptTest);

}  // namespace kongflow::endpoints
