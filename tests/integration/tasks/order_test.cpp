// Which tasks run, and in which order: named queues, priorities, many workers.
#include <algorithm>
#include <atomic>
#include <iostream>
#include <map>
#include <set>

#include "host/base/text.h"
#include "integration/tasks/runner_fixture.h"

namespace kongflow::testing {
namespace {

using namespace std::chrono_literals;

// "1 2 3 … ": what notes() should be.
std::string numbers(int last) {
  std::string result;
  for (int i = 1; i <= last; ++i) result += std::to_string(i) + " ";
  return result;
}

class OrderTest : public RunnerFixture {
  CPPUNIT_TEST_SUITE(OrderTest);
  CPPUNIT_TEST(runs_a_named_queue_one_by_one_in_order);
  CPPUNIT_TEST(orders_a_named_queue_by_priority_then_time_then_id);
  CPPUNIT_TEST(leaves_tasks_that_are_not_due);
  CPPUNIT_TEST(runs_named_queues_beside_each_other);
  CPPUNIT_TEST(goes_on_with_a_queue_after_a_failed_task);
  CPPUNIT_TEST(leaves_a_queue_that_another_worker_holds);
  CPPUNIT_TEST(two_hosts_share_a_queue_and_keep_its_order);
  CPPUNIT_TEST(drains_ten_thousand_tasks_of_one_queue);
  CPPUNIT_TEST(drains_ten_thousand_tasks_outside_queues);
  CPPUNIT_TEST(gives_other_queues_their_turn_while_one_is_slow);
  CPPUNIT_TEST(starts_a_new_task_without_waiting_for_a_poll);
  CPPUNIT_TEST_SUITE_END();

 public:
  void runs_a_named_queue_one_by_one_in_order() {
    std::atomic<int> running{0}, most{0};
    on("step", [&](const kf_task& task, auto&) {
      most = std::max<int>(most, ++running);
      note(payload(task));
      --running;
      return KF_OK;
    });
    add_many("step", 700, "q");
    start();
    await_empty();
    CPPUNIT_ASSERT_EQUAL(1, most.load());
    CPPUNIT_ASSERT_EQUAL(numbers(700), seen());
  }

  void orders_a_named_queue_by_priority_then_time_then_id() {
    on("step", record());
    for (const char* extra :
         {"'5', 'q', run_at => now() - interval '1 s'", "'6', 'q', run_at => now() - interval '1 s'",
          "'3', 'q', run_at => now() - interval '3 s'", "'1', 'q', priority => -1",
          "'4', 'q', run_at => now() - interval '2 s'", "'2', 'q', run_at => now() - interval '4 s'"})
      add("step", extra);
    // The same time for both, the later id at the earlier place of the table.
    database_.run(
        "update graphile_worker._private_jobs set run_at = (select min(run_at) from graphile_worker._private_jobs "
        "where "
        "payload::text = '5') where payload::text in ('5', '6')");
    start();
    await_empty();
    CPPUNIT_ASSERT_EQUAL(numbers(6), seen());
  }

  void leaves_tasks_that_are_not_due() {
    on("step", record());
    const std::string later = add("step", "run_at => now() + interval '1 hour'");
    add("step", "'1'");
    start();
    await("the first is done", [this] { return count() == "1"; });
    CPPUNIT_ASSERT_EQUAL(std::string("0"), of_task(later, "attempts"));
  }

  void runs_named_queues_beside_each_other() {
    std::atomic<int> together{0};
    on("meet", [&](auto&, auto&) {
      ++together;
      await("four run at once", [&] { return together >= 4; });
      return KF_OK;
    });
    for (const char* queue : {"a", "b", "c", "d"}) add("meet", "queue_name => '" + std::string(queue) + "'");
    start();
    await_empty();
  }

  void goes_on_with_a_queue_after_a_failed_task() {
    on("step", [this](const kf_task& task, host::Call& call) {
      note(payload(task));
      if (payload(task) != "2") return KF_OK;
      call.set_error("X", "The second one fails.");
      return KF_RETRY;
    });
    add_many("step", 4, "q");
    database_.run("update graphile_worker._private_jobs set attempts = 9 where payload::text = '2'");
    start();
    await("the failed one is left", [this] { return count() == "1"; });
    CPPUNIT_ASSERT_EQUAL(numbers(4), seen());
    CPPUNIT_ASSERT_EQUAL(
        std::string("2 10"),
        database_.value("select concat_ws(' ', payload, attempts) from graphile_worker._private_jobs"));
    CPPUNIT_ASSERT_EQUAL(std::string("t"),
                         database_.value("select locked_at is null from graphile_worker._private_job_queues"));
  }

  void leaves_a_queue_that_another_worker_holds() {
    on("step", record());
    add("step", "'1', 'held'");
    database_.run("update graphile_worker._private_job_queues set locked_at = now(), locked_by = 'worker-of-node'");
    add("step", "'2', 'free'");
    start();
    await("the free one is done", [this] { return count() == "1"; });
    CPPUNIT_ASSERT_EQUAL(std::string("worker-of-node"),
                         database_.value("select locked_by from graphile_worker."
                                         "_private_job_queues where queue_name = 'held'"));
    database_.run("select graphile_worker.force_unlock_workers('{worker-of-node}')");
    await_empty();
  }

  void two_hosts_share_a_queue_and_keep_its_order() {
    on("step", record());
    settings_.queue_batch = 7;
    settings_.poll_interval = 10ms;
    add_many("step", 400, "q");
    const auto other = make_runner();
    other->start();
    start();
    await_empty();
    CPPUNIT_ASSERT_EQUAL(numbers(400), seen());
  }

  void drains_ten_thousand_tasks_of_one_queue() { drain("q", "one named queue"); }
  void drains_ten_thousand_tasks_outside_queues() { drain("", "no queue"); }

  void gives_other_queues_their_turn_while_one_is_slow() {
    settings_.concurrency = 1;
    on("slow", [this](auto&, auto&) {
      note("slow");
      const auto end = std::chrono::steady_clock::now() + 300ms;
      await("its time is over", [&] { return std::chrono::steady_clock::now() > end; });
      return KF_OK;
    });
    on("quick", [this](auto&, auto&) {
      note("quick");
      return KF_OK;
    });
    add_many("slow", 8, "a");
    add_many("quick", 1, "b");
    start();
    await_empty();
    const auto seen = notes();
    const auto quick = std::find(seen.begin(), seen.end(), "quick") - seen.begin();
    CPPUNIT_ASSERT_MESSAGE("after " + std::to_string(quick) + " slow ones", quick < 8);
    CPPUNIT_ASSERT_EQUAL(std::size_t{9}, seen.size());
  }

  void starts_a_new_task_without_waiting_for_a_poll() {
    settings_.poll_interval = 1h;
    std::atomic<int> started{0};
    on("step", [&](auto&, auto&) {
      ++started;
      return KF_OK;
    });
    start();
    auto connection = database_.connect();
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 1; i <= 20; ++i) {
      connection.execute("select graphile_worker.add_job('step')");
      await("it has started", [&] { return started == i; });
    }
    const auto took = std::chrono::steady_clock::now() - begin;
    std::cout << " (from add_job to start: " << std::chrono::duration_cast<std::chrono::microseconds>(took / 20).count()
              << " µs)" << std::flush;
    CPPUNIT_ASSERT(took / 20 < 1s);
  }

 private:
  static std::string payload(const kf_task& task) { return std::string(host::view(task.payload_json)); }

  std::string seen() {
    std::string result;
    for (const auto& event : notes()) result += event + " ";
    return result;
  }

  Body record() {
    return [this](const kf_task& task, auto&) {
      note(payload(task));
      return KF_OK;
    };
  }

  void drain(const std::string& queue, const std::string& kind) {
    std::atomic<int> done{0};
    on("noop", [&](auto&, auto&) {
      ++done;
      return KF_OK;
    });
    add_many("noop", 10'000, queue);
    const auto begin = std::chrono::steady_clock::now();
    auto& runner = start();
    await("all have run", [&] { return done == 10'000; });
    CPPUNIT_ASSERT(runner.wait_idle(10s));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::cout << " (" << kind << ": " << static_cast<int>(10'000 / took.count()) << " tasks/s)" << std::flush;
    CPPUNIT_ASSERT_EQUAL(std::string("0"), count());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OrderTest);

}  // namespace
}  // namespace kongflow::testing
