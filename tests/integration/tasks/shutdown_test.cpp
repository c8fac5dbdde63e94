// Draining, stopping, losing the database, and hosts that are gone.
#include <atomic>
#include <thread>

#include "host/text.h"
#include "integration/tasks/runner_fixture.h"

namespace kongflow::testing {
namespace {

using namespace std::chrono_literals;

class ShutdownTest : public RunnerFixture {
  CPPUNIT_TEST_SUITE(ShutdownTest);
  CPPUNIT_TEST(finishes_what_runs_and_gives_back_the_rest_when_draining);
  CPPUNIT_TEST(takes_nothing_after_draining);
  CPPUNIT_TEST(gives_back_what_was_cancelled);
  CPPUNIT_TEST(waits_in_vain_for_a_task_that_goes_on);
  CPPUNIT_TEST(fails_to_start_without_a_database);
  CPPUNIT_TEST(goes_on_after_the_database_was_restarted);
  CPPUNIT_TEST(writes_results_once_the_database_is_back);
  CPPUNIT_TEST(releases_what_was_taken_while_the_connection_was_lost);
  CPPUNIT_TEST(relies_on_its_locks_no_longer_than_its_lease);
  CPPUNIT_TEST(asks_tasks_to_end_when_the_lease_runs_out_while_a_take_hangs);
  CPPUNIT_TEST(releases_locks_older_than_four_hours);
  CPPUNIT_TEST(takes_over_from_a_host_that_is_gone_but_not_from_a_worker_of_node);
  CPPUNIT_TEST(takes_over_from_a_host_whose_heartbeat_stopped);
  CPPUNIT_TEST(leaves_the_tasks_of_a_host_that_lives);
  CPPUNIT_TEST(stops_taking_tasks_when_a_breaking_migration_arrives);
  CPPUNIT_TEST(a_queue_that_cannot_be_read_is_reported_and_worked_on_later);
  CPPUNIT_TEST_SUITE_END();

 public:
  void finishes_what_runs_and_gives_back_the_rest_when_draining() {
    std::atomic<bool> started{false}, go_on{false};
    on("step", [&](auto&, auto&) {
      started = true;
      await("it may go on", [&] { return go_on.load(); });
      return KF_OK;
    });
    add_many("step", 5, "q");
    auto& runner = start();
    await("it has started", [&] { return started.load(); });
    CPPUNIT_ASSERT_EQUAL(std::string("5"), count("locked_at is not null and attempts = 1"));
    runner.drain();
    CPPUNIT_ASSERT(!runner.wait_idle(0ms));
    go_on = true;
    CPPUNIT_ASSERT(runner.wait_idle(10s));
    CPPUNIT_ASSERT_EQUAL(std::string("4"), count("is_available and attempts = 0 and run_at = created_at"));
    CPPUNIT_ASSERT_EQUAL(std::string("4"), count());
    CPPUNIT_ASSERT_EQUAL(std::string("t"),
                         database_.value("select locked_at is null from graphile_worker._private_job_queues"));
  }

  void takes_nothing_after_draining() {
    on("step", [this](auto&, auto&) {
      note("ran");
      return KF_OK;
    });
    auto& runner = start();
    runner.drain();
    add("step");
    runner.stop();
    CPPUNIT_ASSERT(notes().empty());
    CPPUNIT_ASSERT_EQUAL(std::string("1"), count("is_available"));
  }

  void gives_back_what_was_cancelled() {
    std::atomic<bool> started{false};
    on("endless", [&](auto&, host::Call& call) {
      started = true;
      await("it is cancelled", [&] { return call.cancelled(); });
      return KF_CANCELLED;
    });
    const std::string id = add("endless");
    auto& runner = start();
    await("it has started", [&] { return started.load(); });
    runner.drain();
    runner.cancel();
    CPPUNIT_ASSERT(runner.wait_idle(10s));
    CPPUNIT_ASSERT_EQUAL(std::string("0 t none"),
                         of_task(id, "concat_ws(' ', attempts, is_available, coalesce(last_error, 'none'))"));
  }

  void waits_in_vain_for_a_task_that_goes_on() {
    std::atomic<bool> started{false}, go_on{false};
    on("step", [&](auto&, auto&) {
      started = true;
      await("it may go on", [&] { return go_on.load(); });
      return KF_OK;
    });
    add("step");
    auto& runner = start();
    await("it has started", [&] { return started.load(); });
    runner.drain();
    CPPUNIT_ASSERT(!runner.wait_idle(30ms));
    go_on = true;
    runner.stop();
    CPPUNIT_ASSERT_EQUAL(std::string("0"), count());
  }

  void fails_to_start_without_a_database() {
    host::Log log(std::cerr, host::LogLevel::error, host::LogFormat::text);
    host::TaskRunner runner("host=/nowhere", tasks_, settings_, admission_, registry_, log);
    CPPUNIT_ASSERT_THROW(runner.start(), postgres::Error);
  }

  void goes_on_after_the_database_was_restarted() {
    on("step", [this](auto&, auto&) {
      note("ran");
      return KF_OK;
    });
    start();
    for (int i = 0; i < 3; ++i) {
      add("step");
      add("step", "queue_name => 'q'");
      await_empty();
      database_.disconnect_all();
    }
    settings_.poll_interval = 1h;
    add("step");
    await_empty();
    CPPUNIT_ASSERT_EQUAL(std::size_t{7}, notes().size());
    CPPUNIT_ASSERT(log_text().find("Connected to the database again") != std::string::npos);
  }

  void writes_results_once_the_database_is_back() {
    std::atomic<int> started{0};
    std::atomic<bool> go_on{false};
    on("step", [&](const kf_task& task, host::Call& call) {
      ++started;
      await("it may go on", [&] { return go_on.load(); });
      call.set_error("X", "written late");
      return host::view(task.payload_json) == "{}" ? KF_OK : KF_RETRY;
    });
    add("step");
    const std::string failed = add("step", "'1', 'q'");
    auto& runner = start();
    await("both have started", [&] { return started == 2; });
    const std::string name = database_.value("select current_database()");
    const TestDatabase elsewhere(TestDatabase::Content::empty);
    auto admin = elsewhere.connect();
    admin.execute_script("alter database " + name + " with allow_connections false");
    admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", {name});
    go_on = true;
    CPPUNIT_ASSERT(!runner.wait_idle(200ms));
    admin.execute_script("alter database " + name + " with allow_connections true");
    CPPUNIT_ASSERT(runner.wait_idle(10s));
    CPPUNIT_ASSERT_EQUAL(std::string("1"), count());
    CPPUNIT_ASSERT_EQUAL(std::string("written late"), of_task(failed, "last_error"));
    CPPUNIT_ASSERT_EQUAL(2, started.load());
  }

  void releases_what_was_taken_while_the_connection_was_lost() {
    std::atomic<bool> go_on{false};
    on("long", [&](auto&, auto&) {
      note("long");
      await("it may go on", [&] { return go_on.load(); });
      return KF_OK;
    });
    on("step", [this](auto&, auto&) {
      note("step");
      return KF_OK;
    });
    add("long");
    start();
    await("the long one runs", [this] { return notes().size() == 1; });
    // As after a take whose answer never came.
    const auto id = add("step", "queue_name => 'q', run_at => now() + interval '1 hour'");
    database_.run(
        "with taker as (select locked_by as id from graphile_worker._private_jobs where locked_by is not null), queue "
        "as ("
        "update graphile_worker._private_job_queues set locked_at = now(), locked_by = taker.id from taker) "
        "update graphile_worker._private_jobs set run_at = now(), locked_at = now(), locked_by = taker.id from taker "
        "where graphile_worker._private_jobs.id = " +
        id);
    database_.disconnect_all();
    await("the forgotten one runs", [this] { return notes().size() == 2; });
    go_on = true;
    await_empty();
    CPPUNIT_ASSERT((notes() == std::vector<std::string>{"long", "step"}));
  }

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
    CPPUNIT_ASSERT(log_text().find("Released the tasks of a host that is gone") != std::string::npos);
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
    CPPUNIT_ASSERT(log_text().find("Released the tasks of a host that is gone") != std::string::npos);
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

  void stops_taking_tasks_when_a_breaking_migration_arrives() {
    settings_.poll_interval = 10ms;
    on("step", [](auto&, auto&) { return KF_OK; });
    auto& runner = start();
    add("step");
    await_empty();
    database_.run(
        "insert into graphile_worker.migrations (id, breaking) values (21, true);"
        "select pg_notify('worker:migrate', '{\"migrationNumber\":21,\"breaking\":true}')");
    await("tasks stay where they are", [this] {
      const std::string id = add("step");
      std::this_thread::sleep_for(100ms);
      return count("is_available") != "0";
    });
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, runner.problem()->find("No tasks are taken: The queue in the database"));
    CPPUNIT_ASSERT(log_text().find("No more tasks are taken") != std::string::npos);
  }

  void a_queue_that_cannot_be_read_is_reported_and_worked_on_later() {
    const auto depth_is_known = [this] {
      const std::string all = metrics();
      const bool known = all.find("kongflow_task_queue_depth{state=\"ready\"} Nan") == std::string::npos;
      CPPUNIT_ASSERT_EQUAL(known, all.find("kongflow_task_queue_depth_timestamp_seconds 0\n") == std::string::npos);
      return known;
    };
    settings_.poll_interval = 10ms;
    on("step", [](auto&, auto&) { return KF_OK; });
    add("step");
    database_.run("alter table graphile_worker._private_jobs rename to hidden");
    auto& runner = start();
    await("it says why it takes none", [&] {
      const auto problem = runner.problem();
      return problem && problem->find("_private_jobs\" does not exist") != std::string::npos;
    });
    CPPUNIT_ASSERT(!depth_is_known());
    database_.run("alter table graphile_worker.hidden rename to _private_jobs");
    await_empty();
    await("all is well", [&] { return !runner.problem(); });
    const std::string log = log_text();
    CPPUNIT_ASSERT_MESSAGE("the watch lost its connection", log.find("The database is away") == std::string::npos);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ShutdownTest);

}  // namespace
}  // namespace kongflow::testing
