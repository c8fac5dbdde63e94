// The queue's schema, beside the real graphile-worker of npm.
#include "host/queue/queue_schema.h"

#include <cppunit/extensions/HelperMacros.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sstream>
#include <stdexcept>

#include "support/test_database.h"

namespace kongflow::host {
namespace {

using testing::TestDatabase;

// Everything that the schema consists of, one line each, but for the index that the host adds.
constexpr char kContents[] = R"(
select string_agg(line, E'\n' order by line) from (
  select 'function ' || pg_get_functiondef(oid) from pg_proc where pronamespace = 'graphile_worker'::regnamespace
  union all
  select 'index ' || indexdef from pg_indexes where schemaname = 'graphile_worker'
    and indexname not like 'kongflow%'
  union all
  select concat_ws(' ', 'column', table_name, ordinal_position, column_name, data_type, is_nullable, column_default,
                   generation_expression, is_identity)
  from information_schema.columns where table_schema = 'graphile_worker'
  union all
  select concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
  where connamespace = 'graphile_worker'::regnamespace
  union all
  select concat_ws(' ', 'table', relname, relkind, relrowsecurity) from pg_class
  where relnamespace = 'graphile_worker'::regnamespace and relkind in ('r', 'v')
  union all
  select concat_ws(' ', 'revision', id, breaking) from graphile_worker.migrations
) as contents(line))";

class QueueSchemaTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(QueueSchemaTest);
  CPPUNIT_TEST(makes_what_graphile_worker_makes);
  CPPUNIT_TEST(adds_indexes_of_its_own_to_a_queue_of_graphile_workers);
  CPPUNIT_TEST(does_nothing_after_graphile_worker_and_the_other_way_round);
  CPPUNIT_TEST(tells_listening_workers_of_each_migration);
  CPPUNIT_TEST(works_on_the_newer_revisions_that_it_knows);
  CPPUNIT_TEST(works_on_an_unknown_revision_that_breaks_nothing);
  CPPUNIT_TEST(refuses_an_unknown_breaking_revision);
  CPPUNIT_TEST(refuses_a_database_without_the_queue);
  CPPUNIT_TEST(refuses_an_old_revision_until_it_is_migrated);
  CPPUNIT_TEST(refuses_to_drop_a_queue_with_tasks);
  CPPUNIT_TEST(says_where_the_migrations_should_be);
  CPPUNIT_TEST_SUITE_END();

 public:
  void makes_what_graphile_worker_makes() {
    const TestDatabase theirs(TestDatabase::Content::empty);
    run_graphile_worker(theirs);
    up(database_);
    CPPUNIT_ASSERT_EQUAL(theirs.value(kContents), database_.value(kContents));
  }

  void adds_indexes_of_its_own_to_a_queue_of_graphile_workers() {
    run_graphile_worker(database_);
    up(database_);
    up(database_);
    CPPUNIT_ASSERT_EQUAL(
        std::string("kongflow_failed_jobs_index kongflow_queued_jobs_index kongflow_single_jobs_index"),
        database_.value("select string_agg(indexname, ' ' order by indexname) from pg_indexes"
                        " where schemaname = 'graphile_worker' and indexname like 'kongflow%'"));
  }

  void does_nothing_after_graphile_worker_and_the_other_way_round() {
    run_graphile_worker(database_);
    const std::string migrated_at = database_.value("select string_agg(ts::text, ' ') from graphile_worker.migrations");
    up(database_);
    CPPUNIT_ASSERT_EQUAL(std::string(), log_text_.str());
    run_graphile_worker(database_);
    CPPUNIT_ASSERT_EQUAL(migrated_at,
                         database_.value("select string_agg(ts::text, ' ') from graphile_worker.migrations"));
  }

  void tells_listening_workers_of_each_migration() {
    auto listener = database_.connect();
    listener.execute("listen \"worker:migrate\"");
    up(database_);
    listener.execute("select 1");
    std::string heard;
    while (PGnotify* note = PQnotifies(listener.native())) {
      heard = note->extra;
      PQfreemem(note);
    }
    CPPUNIT_ASSERT_EQUAL(std::string("{\"migrationNumber\":18,\"breaking\":false}"), heard);
  }

  void works_on_the_newer_revisions_that_it_knows() {
    up(database_);
    database_.run("insert into graphile_worker.migrations (id, breaking) values (19, true), (20, false)");
    up(database_);
    CPPUNIT_ASSERT_EQUAL(std::string(), reason(database_));
  }

  void works_on_an_unknown_revision_that_breaks_nothing() {
    up(database_);
    database_.run("insert into graphile_worker.migrations (id, breaking) values (21, false)");
    up(database_);
    CPPUNIT_ASSERT_EQUAL(std::string(), reason(database_));
    CPPUNIT_ASSERT(log_text_.str().find("newer than this host knows") != std::string::npos);
  }

  void refuses_an_unknown_breaking_revision() {
    up(database_);
    database_.run("insert into graphile_worker.migrations (id, breaking) values (21, true)");
    CPPUNIT_ASSERT(reason(database_).find("revision 21") != std::string::npos);
    CPPUNIT_ASSERT_THROW(up(database_), std::runtime_error);
  }

  void refuses_a_database_without_the_queue() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("The queue in the database is not migrated (it is at revision 0, this host needs 18): run "
                    "kongflow-host migrate up."),
        reason(database_));
  }

  void refuses_an_old_revision_until_it_is_migrated() {
    database_.run(
        "create schema graphile_worker; create table graphile_worker.migrations (id int primary key, ts timestamptz "
        "default now() not null)");
    CPPUNIT_ASSERT(reason(database_).find("run kongflow-host migrate up") != std::string::npos);
    up(database_);
    CPPUNIT_ASSERT_EQUAL(std::string(), reason(database_));
  }

  void refuses_to_drop_a_queue_with_tasks() {
    up(database_);
    database_.run("select graphile_worker.add_job('something')");
    auto connection = database_.connect();
    CPPUNIT_ASSERT_THROW(QueueSchema(connection).drop(false, log_), std::runtime_error);
    QueueSchema(connection).drop(true, log_);
    CPPUNIT_ASSERT_EQUAL(std::string("t"), database_.value("select to_regnamespace('graphile_worker') is null"));
  }

  void says_where_the_migrations_should_be() {
    auto connection = database_.connect();
    try {
      QueueSchema(connection).up("/nowhere", log_);
      CPPUNIT_FAIL("It found migrations");
    } catch (const std::runtime_error& error) {
      CPPUNIT_ASSERT_EQUAL(
          std::string("The queue's migrations are not in /nowhere: run npm ci in the folder sql/queue, "
                      "or set sql_dir."),
          std::string(error.what()));
    }
  }

 private:
  static std::string package() { return TestDatabase::sql_dir() + "/queue/node_modules/graphile-worker"; }

  void up(const TestDatabase& database) {
    log_text_.str("");
    auto connection = database.connect();
    QueueSchema(connection).up(package() + "/sql", log_);
  }

  static std::string reason(const TestDatabase& database) {
    auto connection = database.connect();
    return QueueSchema(connection).not_ready().value_or("");
  }

  // The real one, which migrates and ends.
  static void run_graphile_worker(const TestDatabase& database) {
    const std::string user = database.value("select current_user"), name = database.value("select current_database()");
    const std::string socket = database.value("select trim('\"' from current_setting('unix_socket_directories'))");
    std::string program = "node", script = package() + "/dist/cli.js", only = "--schema-only";
    std::string user_variable = "PGUSER=" + user, host_variable = "PGHOST=" + socket,
                name_variable = "PGDATABASE=" + name;
    std::string path = std::string("PATH=") + ::getenv("PATH");
    char* arguments[] = {program.data(), script.data(), only.data(), nullptr};
    char* environment[] = {user_variable.data(), host_variable.data(), name_variable.data(), path.data(), nullptr};
    posix_spawn_file_actions_t quiet;
    ::posix_spawn_file_actions_init(&quiet);
    ::posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", 1, 0);
    pid_t child = 0;
    const int error = ::posix_spawnp(&child, "node", &quiet, nullptr, arguments, environment);
    ::posix_spawn_file_actions_destroy(&quiet);
    CPPUNIT_ASSERT_EQUAL_MESSAGE("Node.js is needed", 0, error);
    int status = 0;
    ::waitpid(child, &status, 0);
    CPPUNIT_ASSERT_EQUAL(0, status);
  }

  const TestDatabase database_{TestDatabase::Content::empty};
  std::ostringstream log_text_;
  Log log_{log_text_, LogLevel::info, LogFormat::text};
};

CPPUNIT_TEST_SUITE_REGISTRATION(QueueSchemaTest);

}  // namespace
}  // namespace kongflow::host
