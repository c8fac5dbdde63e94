// What becomes of a task, by how its attempt ended.
#include <stdexcept>

#include "host/base/text.h"
#include "integration/tasks/runner_fixture.h"

namespace kongflow::testing {
namespace {

using namespace std::chrono_literals;

class OutcomesTest : public RunnerFixture {
  CPPUNIT_TEST_SUITE(OutcomesTest);
  CPPUNIT_TEST(shows_the_task_to_its_hook);
  CPPUNIT_TEST(removes_a_completed_task);
  CPPUNIT_TEST(tries_a_failed_task_again_after_graphiles_back_off);
  CPPUNIT_TEST(backs_off_from_the_time_when_the_task_was_due);
  CPPUNIT_TEST(keeps_a_permanently_failed_task_with_its_error);
  CPPUNIT_TEST(keeps_a_task_whose_attempts_are_used_up);
  CPPUNIT_TEST(takes_any_other_status_for_a_failure);
  CPPUNIT_TEST(survives_an_exception);
  CPPUNIT_TEST(stores_errors_that_are_no_text);
  CPPUNIT_TEST(ends_an_attempt_whose_time_is_over);
  CPPUNIT_TEST(does_not_write_the_result_when_the_lock_was_lost);
  CPPUNIT_TEST(does_not_bring_back_a_task_that_was_replaced_while_it_ran);
  CPPUNIT_TEST(leaves_unknown_identifiers_alone);
  CPPUNIT_TEST(counts_and_logs_attempts);
  CPPUNIT_TEST_SUITE_END();

 public:
  void shows_the_task_to_its_hook() {
    on("look", [this](const kf_task& task, host::Call& call) {
      note(std::string(host::view(task.identifier)) + " " + std::string(host::view(task.task_id)) + " " +
           std::string(host::view(task.payload_json)) + " " + std::string(host::view(task.queue_name)) + " " +
           std::to_string(task.attempt) + "/" + std::to_string(task.max_attempts) + " " + call.id() + " " +
           (call.remaining_ms() > 250'000 && call.remaining_ms() <= 300'000 ? "in time" : "out of time"));
      return KF_OK;
    });
    const std::string id = add("look", "payload => '{\"b\": 1.50, \"a\": null}', queue_name => 'q', max_attempts => 3");
    start();
    await_empty();
    CPPUNIT_ASSERT_EQUAL("look " + id + " {\"b\": 1.50, \"a\": null} q 1/3 task-" + id + " in time", notes().at(0));
  }

  void removes_a_completed_task() {
    on("fine", [](auto&, auto&) { return KF_OK; });
    start();
    add("fine");
    add("fine", "queue_name => 'q'");
    await_empty();
    CPPUNIT_ASSERT_EQUAL(std::string("t"),
                         database_.value("select locked_at is null from graphile_worker._private_job_queues"));
  }

  void tries_a_failed_task_again_after_graphiles_back_off() {
    on("failing", failing());
    for (const int attempts : {0, 1, 4, 10, 14})
      CPPUNIT_ASSERT_EQUAL("exact " + std::to_string(attempts + 1), back_off(attempts, "now() - interval '1 hour'"));
  }

  void backs_off_from_the_time_when_the_task_was_due() {
    // now() is later than any run_at of a task that is taken: the greatest of both counts all the same.
    on("failing", failing());
    CPPUNIT_ASSERT_EQUAL(std::string("exact 1"), back_off(0, "now()"));
  }

  void keeps_a_permanently_failed_task_with_its_error() {
    on("hopeless", [](auto&, host::Call& call) {
      call.set_error("BAD", "It can never work.");
      return KF_FAILED;
    });
    const std::string id = add("hopeless", "queue_name => 'q'");
    start();
    await("it has failed", [&] { return of_task(id, "last_error") == "It can never work."; });
    CPPUNIT_ASSERT_EQUAL(std::string("25 25 f free"),
                         of_task(id,
                                 "concat_ws(' ', attempts, max_attempts, is_available, "
                                 "case when locked_by is null and locked_at is null then 'free' end)"));
  }

  void keeps_a_task_whose_attempts_are_used_up() {
    set_log_level(host::LogLevel::warning);
    on("failing", failing());
    const std::string id = add("failing", "max_attempts => 1");
    start();
    await("it has failed", [&] { return of_task(id, "last_error") == "No luck."; });
    CPPUNIT_ASSERT_EQUAL(std::string("1 1 f"), of_task(id, "concat_ws(' ', attempts, max_attempts, is_available)"));
    CPPUNIT_ASSERT(log_text().find("Task failed permanently") != std::string::npos);
  }

  void takes_any_other_status_for_a_failure() {
    on("odd", [](auto&, auto&) { return kf_status{77}; });
    const std::string odd = add("odd");
    on("cancelled", [](auto&, auto&) { return KF_CANCELLED; });
    const std::string cancelled = add("cancelled");
    start();
    await("both have failed", [&] { return count("last_error is not null") == "2"; });
    CPPUNIT_ASSERT_EQUAL(std::string("The task ended with status 77 and no message."), of_task(odd, "last_error"));
    CPPUNIT_ASSERT_EQUAL(std::string("1"), of_task(cancelled, "attempts"));
  }

  void survives_an_exception() {
    on("throwing", [](auto&, auto&) -> kf_status { throw std::runtime_error("no ABI for this"); });
    const std::string id = add("throwing");
    start();
    await("it has failed", [&] { return !of_task(id, "last_error").empty(); });
    CPPUNIT_ASSERT_EQUAL(std::string("The plugin test let an exception escape from the task."),
                         of_task(id, "last_error"));
  }

  void stores_errors_that_are_no_text() {
    on("garbled", [](auto&, host::Call& call) {
      call.set_error("BAD", std::string("a\0b \xff \xc3\x28 \"q\" \\ {ü}", 19));
      return KF_RETRY;
    });
    const std::string id = add("garbled");
    start();
    await("it has failed", [&] { return !of_task(id, "last_error").empty(); });
    CPPUNIT_ASSERT_EQUAL(std::string("a\uFFFDb \uFFFD \uFFFD( \"q\" \\ {ü}"), of_task(id, "last_error"));
  }

  void ends_an_attempt_whose_time_is_over() {
    settings_.timeout = 50ms;
    on("slow", [](auto&, host::Call& call) {
      await("the call is cancelled", [&] { return call.cancelled(); });
      return KF_CANCELLED;
    });
    const std::string id = add("slow");
    start();
    await("it has failed",
          [&] { return of_task(id, "attempts || last_error") == "1The task took longer than its 50 ms."; });
  }

  void does_not_write_the_result_when_the_lock_was_lost() {
    on("robbed", [this](const kf_task& task, host::Call& call) {
      database_.run("update graphile_worker._private_jobs set locked_by = 'another' where id = " +
                    std::string(host::view(task.task_id)));
      call.set_error("X", "must not be written");
      return host::view(task.payload_json) == "{}" ? KF_OK : KF_RETRY;
    });
    const std::string completed = add("robbed"), failed = add("robbed", "payload => '1'");
    auto& runner = start();
    await("both have run", [&] { return count("locked_by = 'another'") == "2"; });
    CPPUNIT_ASSERT(runner.wait_idle(10s));
    for (const auto& id : {completed, failed})
      CPPUNIT_ASSERT_EQUAL(std::string("another 1 none"),
                           of_task(id, "concat_ws(' ', locked_by, attempts, coalesce(last_error, 'none'))"));
    CPPUNIT_ASSERT(log_text().find("no longer ours") != std::string::npos);
  }

  void does_not_bring_back_a_task_that_was_replaced_while_it_ran() {
    std::string replaced;
    on("keyed", [&](const kf_task& task, host::Call& call) {
      if (task.attempt > 1 || !replaced.empty()) return KF_OK;
      replaced = std::string(host::view(task.task_id));
      add("keyed", "job_key => 'k'");
      call.set_error("X", "replaced meanwhile");
      return KF_RETRY;
    });
    add("keyed", "job_key => 'k'");
    start();
    await("the new one is done", [this] { return count("key is not null or locked_at is not null") == "0"; });
    CPPUNIT_ASSERT_EQUAL(std::string("25 25 f"),
                         of_task(replaced, "concat_ws(' ', attempts, max_attempts, is_available)"));
  }

  void leaves_unknown_identifiers_alone() {
    on("known", [](auto&, auto&) { return KF_OK; });
    const std::string theirs = add("of another worker"), queued = add("of another worker", "queue_name => 'q'");
    add("known", "queue_name => 'q'");
    add("known");
    start();
    await("the known ones are done", [this] { return count() == "2"; });
    for (const auto& id : {theirs, queued})
      CPPUNIT_ASSERT_EQUAL(std::string("0 0 t"), of_task(id, "concat_ws(' ', attempts, revision, is_available)"));
  }

  void counts_and_logs_attempts() {
    on("failing", failing());
    on("fine", [](auto&, auto&) { return KF_OK; });
    const std::string id = add("failing");
    add("fine");
    start();
    await("one is left", [&] { return count() == "1" && !of_task(id, "last_error").empty(); });
    await("the queue was measured",
          [this] { return metrics().find("kongflow_task_queue_depth") != std::string::npos; });
    const std::string text = metrics();
    for (const char* line : {"kongflow_task_attempts_total{identifier=\"failing\",outcome=\"retried\"} 1",
                             "kongflow_task_attempts_total{identifier=\"fine\",outcome=\"completed\"} 1",
                             "kongflow_task_duration_seconds_count{identifier=\"fine\"} 1", "kongflow_tasks_running 0",
                             "kongflow_task_queue_depth{state=\"ready\"}"})
      CPPUNIT_ASSERT_MESSAGE(text, text.find(line) != std::string::npos);
    const std::string log = log_text();
    for (const auto& part : {std::string("Task failed and will be retried"), "task=" + id,
                             std::string("identifier=failing"), std::string("attempt=1"), std::string("duration_ms=")})
      CPPUNIT_ASSERT_MESSAGE(log, log.find(part) != std::string::npos);
  }

 private:
  static Body failing() {
    return [](auto&, host::Call& call) {
      call.set_error("BAD", "No luck.");
      return KF_RETRY;
    };
  }

  // Fails a task that has been attempted before, and compares its next run with Graphile Worker's formula: the time of
  // the statement that failed it is in no column, so it must lie between the clocks before and after.
  std::string back_off(int attempts, const std::string& run_at) {
    const std::string id = add("failing", "run_at => " + run_at);
    database_.run("update graphile_worker._private_jobs set attempts = " + std::to_string(attempts) +
                  " where id = " + id);
    const std::string before = database_.value("select clock_timestamp()");
    const auto runner = make_runner();
    runner->start();
    await("it has failed", [&] { return of_task(id, "last_error") == "No luck."; });
    runner->stop();
    return of_task(id, "case when run_at - exp(least(attempts, 10)) * interval '1 second' between '" + before +
                           "' and clock_timestamp() then 'exact ' else 'wrong ' end || attempts");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OutcomesTest);

}  // namespace
}  // namespace kongflow::testing
