// Leases, stale locks, and the tasks of hosts that are gone.
#include <atomic>
#include <chrono>

#include "integration/tasks/runner_fixture.h"

namespace kongflow::testing {
namespace {

using namespace std::chrono_literals;

class TakeoverTest : public RunnerFixture {
  CPPUNIT_TEST_SUITE(TakeoverTest);
  CPPUNIT_TEST(relies_on_its_locks_no_longer_than_its_lease);
  CPPUNIT_TEST(asks_tasks_to_end_when_the_lease_runs_out_while_a_take_hangs);
  CPPUNIT_TEST(releases_locks_older_than_four_hours);
  CPPUNIT_TEST(takes_over_from_a_host_that_is_gone_but_not_from_a_worker_of_node);
  CPPUNIT_TEST(takes_over_from_a_host_whose_heartbeat_stopped);
  CPPUNIT_TEST(leaves_the_tasks_of_a_host_that_lives);
  CPPUNIT_TEST_SUITE_END();

 public:
  void relies_on_its_locks_no_longer_than_its_lease() {
    std::atomic<int> started{0};
    on("step", [&](auto&, host::Call& call) {
      if (++started > 1) return KF_OK;
      await("it is asked to end", [&] { return call.cancelled(); });
      return KF_CANCELLED;
    });
    add_many("step", 3, "q");
    auto& runner = start();
    await("the first one runs", [&] { return started.load() == 1; });
    runner.renew_lease(std::chrono::steady_clock::now() - 1h);
    await("all were given back", [this] { return count("is_available and attempts = 0") == "3"; });
    CPPUNIT_ASSERT_EQUAL(1, started.load());
    runner.renew_lease(std::chrono::steady_clock::now());
    await_empty();
    CPPUNIT_ASSERT_EQUAL(4, started.load());
  }

  void asks_tasks_to_end_when_the_lease_runs_out_while_a_take_hangs() {
    settings_.poll_interval = 10ms;
    std::atomic<bool> started{false}, ended{false};
    on("step", [&](auto&, host::Call& call) {
      started = true;
      await("it is asked to end", [&] { return call.cancelled(); });
      ended = true;
      return KF_CANCELLED;
    });
    add("step");
    auto& runner = start();
    await("the task runs", [&] { return started.load(); });
    {
      auto blocker = database_.connect();
      const postgres::Transaction transaction(blocker.native());
      blocker.execute("lock table graphile_worker._private_jobs in access exclusive mode");
      await("a take hangs", [this] {
        return database_.value(
                   "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = "
                   "'Lock' and query like '%skip locked%'") != "0";
      });
      runner.renew_lease(std::chrono::steady_clock::now() - 1h);
      await("the task has ended", [&] { return ended.load(); });
    }
    const std::string log = log_text();
    CPPUNIT_ASSERT(log.find("The database has not confirmed this host in time") != std::string::npos);
    CPPUNIT_ASSERT_MESSAGE("the take itself ended first", log.find("Tasks cannot be taken") == std::string::npos);
  }

  void releases_locks_older_than_four_hours() {
    on("step", [](auto&, auto&) { return KF_OK; });
    add("step", "queue_name => 'q'");
    database_.run(
        "update graphile_worker._private_jobs set locked_by = 'worker-x', locked_at = now() - interval '241 minutes';"
        "update graphile_worker._private_job_queues set locked_by = 'worker-x', locked_at = now() - interval '241 "
        "minutes'");
    start();
    await_empty();
  }

  void takes_over_from_a_host_that_is_gone_but_not_from_a_worker_of_node() {
    on("step", [](auto&, auto&) { return KF_OK; });
    add("step", "queue_name => 'q'");
    const std::string theirs = add("step");
    database_.run(
        "update graphile_worker._private_jobs set locked_at = now(), attempts = 1, locked_by = "
        "case when id = " +
        theirs +
        " then 'worker-of-node' else 'kongflow-0badcafe-somewhere-1' end;"
        "update graphile_worker._private_job_queues set locked_at = now(), locked_by = "
        "'kongflow-0badcafe-somewhere-1'");
    start();
    await("the lost one is done", [this] { return count() == "1"; });
    CPPUNIT_ASSERT_EQUAL(std::string("worker-of-node"), of_task(theirs, "locked_by"));
    CPPUNIT_ASSERT(log_text().find("Released the tasks of a dead host") != std::string::npos);
  }

  void takes_over_from_a_host_whose_heartbeat_stopped() {
    on("step", [](auto&, auto&) { return KF_OK; });
    add("step", "queue_name => 'q'");
    // Its row alone makes it a host: the look over the queue, which may take long, does not know such an id.
    const std::string silent = "silent-host";
    database_.run("insert into kongflow_hosts (id, name, pid, version, url, heartbeat_at) values ('" + silent +
                  "', 'somewhere', 1, '1.0', 'http://127.0.0.1:1', now() - interval '6 seconds');"
                  "update graphile_worker._private_jobs set locked_at = now(), attempts = 1, locked_by = '" +
                  silent + "'; update graphile_worker._private_job_queues set locked_at = now(), locked_by = '" +
                  silent + "'");
    start();
    await_empty();
    CPPUNIT_ASSERT(log_text().find("Released the tasks of a dead host") != std::string::npos);
  }

  void leaves_the_tasks_of_a_host_that_lives() {
    std::atomic<bool> started{false}, go_on{false};
    on("step", [&](auto&, auto&) {
      started = true;
      await("it may go on", [&] { return go_on.load(); });
      return KF_OK;
    });
    const std::string id = add("step");
    start();
    await("it has started", [&] { return started.load(); });
    const std::string key = of_task(id, "('x' || substr(locked_by, 10, 8))::bit(32)::int");
    CPPUNIT_ASSERT_EQUAL(std::string("f"), database_.value("select pg_try_advisory_lock(1262896710, $1::int)", {key}));
    go_on = true;
    await_empty();
    log_text();
    CPPUNIT_ASSERT_EQUAL(std::string("t"), database_.value("select pg_try_advisory_lock(1262896710, $1::int)", {key}));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TakeoverTest);

}  // namespace
}  // namespace kongflow::testing
