// A database that is away, hangs, or changes under a running host.
#include <atomic>
#include <iostream>
#include <thread>

#include "host/base/text.h"
#include "integration/tasks/runner_fixture.h"

namespace kongflow::testing {
namespace {

using namespace std::chrono_literals;

class LostDatabaseTest : public RunnerFixture {
  CPPUNIT_TEST_SUITE(LostDatabaseTest);
  CPPUNIT_TEST(fails_to_start_without_a_database);
  CPPUNIT_TEST(goes_on_after_the_database_was_restarted);
  CPPUNIT_TEST(writes_results_once_the_database_is_back);
  CPPUNIT_TEST(releases_what_was_taken_while_the_connection_was_lost);
  CPPUNIT_TEST(stops_taking_tasks_when_a_breaking_migration_arrives);
  CPPUNIT_TEST(a_queue_that_cannot_be_read_is_reported_and_worked_on_later);
  CPPUNIT_TEST_SUITE_END();

 public:
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

CPPUNIT_TEST_SUITE_REGISTRATION(LostDatabaseTest);

}  // namespace
}  // namespace kongflow::testing
