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
    CPPUNIT_ASSERT_EQUAL(hook.id, next()->run_id);
    change("run_at = now()");
    CPPUNIT_ASSERT_EQUAL(made_.run.id, next()->run_id);
  }

 private:
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
