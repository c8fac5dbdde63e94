#include "host/queue/database_health.h"

#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>
#include <signal.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "support/test_database.h"

namespace kongflow::host {
namespace {

using testing::TestDatabase;

class DatabaseHealthTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DatabaseHealthTest);
  CPPUNIT_TEST(a_migrated_database_of_our_own_is_fit);
  CPPUNIT_TEST(a_missing_table_is_named);
  CPPUNIT_TEST(a_queue_of_an_unknown_revision_is_reported);
  CPPUNIT_TEST(a_database_that_can_only_be_read_is_reported);
  CPPUNIT_TEST(a_role_that_row_level_security_restricts_is_reported);
  CPPUNIT_TEST(a_policy_that_shows_every_row_is_fine);
  CPPUNIT_TEST(a_role_without_rights_is_reported);
  CPPUNIT_TEST(rights_to_add_tasks_and_to_read_their_list_are_checked);
  CPPUNIT_TEST(a_commit_that_hangs_is_reported_until_commits_finish);
  CPPUNIT_TEST(a_server_that_hangs_costs_one_connection_and_leaves_the_rest_unknown);
  CPPUNIT_TEST(one_connection_serves_all_checks);
  CPPUNIT_TEST_SUITE_END();

  const TestDatabase database_;
  Health health_;
  std::unique_ptr<DatabaseHealth> checks_;

  void check_as(const std::string& connection_string) {
    checks_ = std::make_unique<DatabaseHealth>(connection_string);
    checks_->add_to(health_);
  }

  // "name: sentence" of each failed check.
  std::string failures() const {
    std::string all;
    for (const auto& [name, problem] : health_.report().checks)
      if (problem) all += (all.empty() ? "" : "\n") + name + ": " + *problem;
    return all;
  }

  std::string checks() const {
    std::string all;
    for (const auto& [name, problem] : health_.report().checks) all += (all.empty() ? "" : " ") + name;
    return all;
  }

  void await_failures(const std::string& expected) const {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    std::string found;
    while ((found = failures()) != expected) {
      CPPUNIT_ASSERT_MESSAGE(found, std::chrono::steady_clock::now() < deadline);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }

  std::string name() const { return database_.value("select current_database()"); }

  // The connection string of a new role, made for this database, with `grants`.
  std::string restricted(const std::string& grants) const {
    const std::string role = "role_of_" + name();
    database_.run("create role " + role + " login; grant usage on schema graphile_worker to " + role + ";");
    std::string statements = grants;
    for (auto at = statements.find("ROLE"); at != std::string::npos; at = statements.find("ROLE"))
      statements.replace(at, 4, role);
    if (!statements.empty()) database_.run(statements);
    return database_.connection_string() + " user=" + role;
  }

 public:
  void a_migrated_database_of_our_own_is_fit() {
    check_as(database_.connection_string());
    CPPUNIT_ASSERT_EQUAL(std::string(), failures());
    CPPUNIT_ASSERT_EQUAL(std::string("database schema queue writable visibility commits"), checks());
  }

  void a_missing_table_is_named() {
    database_.run("drop table kongflow_minutes");
    check_as(database_.connection_string());
    CPPUNIT_ASSERT_EQUAL(std::string("schema: The database lacks kongflow_minutes: run kongflow-host migrate up."),
                         failures());
  }

  void a_queue_of_an_unknown_revision_is_reported() {
    check_as(database_.connection_string());
    database_.run("insert into graphile_worker.migrations (id, breaking) values (99, true)");
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, failures().find("queue: The queue in the database is at Graphile Worker's "
                                                         "revision 99"));
  }

  void a_database_that_can_only_be_read_is_reported() {
    database_.run("alter database " + name() + " set default_transaction_read_only = on");
    check_as(database_.connection_string());
    CPPUNIT_ASSERT_EQUAL(std::string("writable: The database is read-only: set default_transaction_read_only to off "
                                     "for this role and database."),
                         failures());
  }

  void a_role_that_row_level_security_restricts_is_reported() {
    check_as(restricted("grant all on all tables in schema public, graphile_worker to ROLE"));
    CPPUNIT_ASSERT_MESSAGE(failures(), failures().find("visibility: Row-level security hides rows of ") == 0);
    CPPUNIT_ASSERT(failures().find("graphile_worker._private_jobs") != std::string::npos);
  }

  void a_policy_that_shows_every_row_is_fine() {
    check_as(
        restricted("grant all on all tables in schema public, graphile_worker to ROLE;"
                   "create policy everything on graphile_worker._private_jobs using (true);"
                   "create policy everything on graphile_worker._private_job_queues using (true);"
                   "create policy everything on graphile_worker._private_tasks using (true)"));
    CPPUNIT_ASSERT_EQUAL(std::string(), failures());
  }

  void a_role_without_rights_is_reported() {
    check_as(
        restricted("grant all on all tables in schema public, graphile_worker to ROLE;"
                   "revoke delete on kongflow_hosts from ROLE;"
                   "alter table graphile_worker._private_jobs disable row level security;"
                   "alter table graphile_worker._private_job_queues disable row level security;"
                   "alter table graphile_worker._private_tasks disable row level security"));
    CPPUNIT_ASSERT_EQUAL(std::string("visibility: The database role lacks DELETE on kongflow_hosts: grant it."),
                         failures());
  }

  void rights_to_add_tasks_and_to_read_their_list_are_checked() {
    check_as(
        restricted("alter table kongflow_minutes add column number serial;"
                   "grant all on all tables in schema public, graphile_worker to ROLE;"
                   "revoke insert on graphile_worker._private_jobs from ROLE;"
                   "revoke select on graphile_worker.jobs from ROLE;"
                   "revoke execute on function graphile_worker.add_jobs from public;"
                   "alter table graphile_worker._private_jobs disable row level security;"
                   "alter table graphile_worker._private_job_queues disable row level security;"
                   "alter table graphile_worker._private_tasks disable row level security"));
    CPPUNIT_ASSERT_EQUAL(std::string("visibility: The database role lacks EXECUTE on graphile_worker.add_jobs, "
                                     "INSERT on graphile_worker._private_jobs, SELECT on graphile_worker.jobs, "
                                     "USAGE on kongflow_minutes_number_seq: grant it."),
                         failures());
  }

  void a_commit_that_hangs_is_reported_until_commits_finish() {
    // Of this cluster only this database waits for its commits.
    const auto standby = [this](const std::string& value) {
      auto server = postgres::Connection::open(database_.connection_string() + " dbname=postgres");
      server.execute_script("alter system set synchronous_standby_names = '" + value + "'");
      server.execute_script("select pg_reload_conf()");
    };
    database_.run("alter database " + name() + " set synchronous_commit = on");
    check_as(database_.connection_string());
    CPPUNIT_ASSERT_EQUAL(std::string(), failures());
    standby("nobody");
    await_failures(
        "commits: A commit has not finished in time: check whether a synchronous standby is down, or the disk is full "
        "or "
        "slow.");
    standby("");
    await_failures("");
  }

  void a_server_that_hangs_costs_one_connection_and_leaves_the_rest_unknown() {
    check_as(database_.connection_string());
    CPPUNIT_ASSERT_EQUAL(std::string(), failures());
    const auto backend = static_cast<pid_t>(
        std::stol(database_.value("select pid from pg_stat_activity where application_name = 'kongflow health' and "
                                  "datname = current_database()")));
    CPPUNIT_ASSERT_EQUAL(0, kill(backend, SIGSTOP));
    const HealthReport report = health_.report();
    kill(backend, SIGCONT);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, report.checks.size());
    CPPUNIT_ASSERT_EQUAL(std::string("database"), report.checks[0].first);
    CPPUNIT_ASSERT(report.checks[0].second->find("PostgreSQL did not respond within 2000 ms") == 0);
    CPPUNIT_ASSERT_EQUAL(std::string(), failures());
  }

  void one_connection_serves_all_checks() {
    check_as(database_.connection_string());
    failures();
    failures();
    CPPUNIT_ASSERT_EQUAL(std::string("1"), database_.value("select count(*) from pg_stat_activity where "
                                                           "application_name = 'kongflow health' and datname = "
                                                           "current_database()"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DatabaseHealthTest);

}  // namespace
}  // namespace kongflow::host
