// All sets together: up, down, status, what is refused, and many migrators at once.
#include "host/queue/migrator.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "support/refusal.h"
#include "support/temporary_folder.h"
#include "support/test_database.h"

namespace kongflow::host {
namespace {

namespace fs = std::filesystem;
using testing::TestDatabase;

class MigratorTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MigratorTest);
  CPPUNIT_TEST(takes_an_empty_database_up_down_and_up_again);
  CPPUNIT_TEST(shows_what_is_applied_and_what_is_not);
  CPPUNIT_TEST(says_why_the_host_cannot_work);
  CPPUNIT_TEST(reverts_a_part_of_a_set);
  CPPUNIT_TEST(keeps_the_platform_while_the_endpoints_need_it);
  CPPUNIT_TEST(leaves_the_endpoints_alone_where_their_files_are_missing);
  CPPUNIT_TEST(takes_the_queue_from_an_installed_folder);
  CPPUNIT_TEST(refuses_a_changed_migration);
  CPPUNIT_TEST(refuses_an_unknown_migration);
  CPPUNIT_TEST(leaves_nothing_of_a_migration_that_fails);
  CPPUNIT_TEST(runs_a_migration_without_transaction_again_after_a_failure);
  CPPUNIT_TEST(many_at_once_apply_everything_once);
  CPPUNIT_TEST(two_databases_at_once_do_not_meet);
  CPPUNIT_TEST(keeps_to_the_schema_of_the_first_migration);
  CPPUNIT_TEST(works_whatever_the_search_path_is);
  CPPUNIT_TEST(takes_a_database_of_version_1_0_whose_roles_have_other_search_paths);
  CPPUNIT_TEST(names_the_rights_that_a_role_lacks);
  CPPUNIT_TEST(refuses_a_database_that_is_not_utf8);
  CPPUNIT_TEST(works_where_transactions_are_serializable_by_default);
  CPPUNIT_TEST(refuses_files_that_it_cannot_order);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_an_empty_database_up_down_and_up_again() {
    Migrator migrator = make_migrator();
    const std::string before = tables();
    migrator.up();
    const std::string after = tables();
    CPPUNIT_ASSERT(after.find("endpoint_index_runs") != std::string::npos);
    CPPUNIT_ASSERT(after.find("_private_jobs") != std::string::npos);
    migrator.down("endpoints", 0);
    migrator.down("platform", 0);
    migrator.drop_queue(false);
    CPPUNIT_ASSERT_EQUAL(before + "kongflow_migrations ", tables());
    migrator.up();
    CPPUNIT_ASSERT_EQUAL(after, tables());
    CPPUNIT_ASSERT(!migrator.not_ready());
  }

  void shows_what_is_applied_and_what_is_not() {
    Migrator migrator = make_migrator();
    const auto before = migrator.status();
    CPPUNIT_ASSERT(std::none_of(before.begin(), before.end(), [](const auto& entry) { return entry.applied_at; }));
    migrator.up();
    const auto after = migrator.status();
    CPPUNIT_ASSERT_EQUAL(before.size(), after.size());
    CPPUNIT_ASSERT(std::all_of(after.begin(), after.end(), [](const auto& entry) { return entry.applied_at; }));
    CPPUNIT_ASSERT_EQUAL(std::string("platform"), after.front().set);
    CPPUNIT_ASSERT_EQUAL(std::string("endpoints"), after.back().set);
    CPPUNIT_ASSERT(std::any_of(after.begin(), after.end(),
                               [](const auto& entry) { return entry.set == "queue" && entry.number == 18; }));
  }

  void says_why_the_host_cannot_work() {
    Migrator migrator = make_migrator();
    CPPUNIT_ASSERT_EQUAL(
        std::string("The database lacks migrations of the set platform: run kongflow-host migrate up."),
        migrator.not_ready().value_or(""));
    migrator.up();
    CPPUNIT_ASSERT_EQUAL(std::string(), migrator.not_ready().value_or(""));
    migrator.down("endpoints", 0);
    CPPUNIT_ASSERT_EQUAL(
        std::string("The database lacks migrations of the set endpoints: run kongflow-host migrate up."),
        migrator.not_ready().value_or(""));
  }

  void reverts_a_part_of_a_set() {
    Migrator migrator = make_migrator();
    migrator.up();
    migrator.down("endpoints", 0);
    migrator.down("platform", 2);
    CPPUNIT_ASSERT_EQUAL(
        std::string("1 2"),
        database_.value("select string_agg(number::text, ' ' order by number) from kongflow_migrations"));
    migrator.up();
    CPPUNIT_ASSERT(!migrator.not_ready());
  }

  void keeps_the_platform_while_the_endpoints_need_it() {
    Migrator migrator = make_migrator();
    migrator.up();
    CPPUNIT_ASSERT_EQUAL(std::string("The endpoints' tables refer to the platform's: revert the set endpoints first."),
                         testing::refusal([&] { migrator.down("platform", 0); }));
    CPPUNIT_ASSERT(testing::refusal([&] { migrator.down("queue", 0); }).find("no set of migrations queue") !=
                   std::string::npos);
  }

  void leaves_the_endpoints_alone_where_their_files_are_missing() {
    fs::rename(sql_dir() / "endpoints", sql_dir() / "elsewhere");
    Migrator migrator = make_migrator();
    migrator.up();
    CPPUNIT_ASSERT(!migrator.not_ready());
    CPPUNIT_ASSERT(tables().find("endpoint") == std::string::npos);

    fs::rename(sql_dir() / "elsewhere", sql_dir() / "endpoints");
    migrator.up();
    const std::string all = tables();
    CPPUNIT_ASSERT(all.find("endpoint_index_runs") != std::string::npos);

    fs::rename(sql_dir() / "endpoints", sql_dir() / "elsewhere");
    migrator.up();
    CPPUNIT_ASSERT(!migrator.not_ready());
    CPPUNIT_ASSERT_EQUAL(all, tables());
    const auto status = migrator.status();
    CPPUNIT_ASSERT(std::none_of(status.begin(), status.end(), [](const auto& entry) { return entry.problem; }));
    CPPUNIT_ASSERT(testing::refusal([&] { migrator.down("platform", 0); }).find("revert the set endpoints first") !=
                   std::string::npos);
  }

  void takes_the_queue_from_an_installed_folder() {
    const fs::path fetched = fs::canonical(sql_dir() / "queue/node_modules/graphile-worker/sql");
    fs::remove(sql_dir() / "queue");
    fs::copy(fetched, sql_dir() / "queue");
    Migrator migrator = make_migrator();
    migrator.up();
    CPPUNIT_ASSERT(!migrator.not_ready());
  }

  void refuses_a_changed_migration() {
    make_migrator().up();
    std::ofstream(sql_dir() / "platform/001_users.up.sql", std::ios::app) << "\n-- a change\n";
    Migrator migrator = make_migrator();
    const std::string sentence =
        "The file of migration platform 001 (users) changed after it was applied: restore the file, and put the change "
        "into a new migration.";
    CPPUNIT_ASSERT_EQUAL(sentence, testing::refusal([&] { migrator.up(); }));
    CPPUNIT_ASSERT_EQUAL(sentence, migrator.not_ready().value_or(""));
    CPPUNIT_ASSERT_EQUAL(sentence, migrator.status().front().problem.value_or(""));
    migrator.down("endpoints", 0);
    CPPUNIT_ASSERT_EQUAL(sentence, testing::refusal([&] { migrator.down("platform", 0); }));
  }

  void refuses_an_unknown_migration() {
    make_migrator().up();
    database_.run(
        "insert into kongflow_migrations (set, number, name, checksum) values ('endpoints', 99, 'later', '')");
    Migrator migrator = make_migrator();
    CPPUNIT_ASSERT(testing::refusal([&] {
                     migrator.up();
                   }).find("endpoints 099 (later), which this version does not contain") != std::string::npos);
    CPPUNIT_ASSERT(migrator.not_ready());
  }

  void leaves_nothing_of_a_migration_that_fails() {
    add_migration("endpoints", "900_broken", "create table half (x int); select no_such_column;");
    Migrator migrator = make_migrator();
    CPPUNIT_ASSERT(testing::refusal([&] {
                     migrator.up();
                   }).find("The migration endpoints 900 (broken) failed and left nothing behind:") == 0);
    CPPUNIT_ASSERT(tables().find("half") == std::string::npos);
    add_migration("endpoints", "900_broken", "create table whole (x int);");
    migrator.up();
    CPPUNIT_ASSERT(tables().find("whole") != std::string::npos);
  }

  void runs_a_migration_without_transaction_again_after_a_failure() {
    const std::string begin =
        "-- no transaction\ncreate table if not exists first (x int);\n-- next\n"
        "create index concurrently if not exists first_idx on first (x);\n-- next\n";
    add_migration("endpoints", "900_steps", begin + "select no_such_column;");
    Migrator migrator = make_migrator();
    CPPUNIT_ASSERT(testing::refusal([&] {
                     migrator.up();
                   }).find("The migration endpoints 900 (steps) failed and is run again by the next attempt:") == 0);
    CPPUNIT_ASSERT(tables().find("first") != std::string::npos);
    add_migration("endpoints", "900_steps", begin + "create table last (x int);");
    migrator.up();
    CPPUNIT_ASSERT(tables().find("last") != std::string::npos);
    CPPUNIT_ASSERT(log_text_.str().find("endpoints 900 (steps): it may take") != std::string::npos);
  }

  void many_at_once_apply_everything_once() {
    std::vector<std::thread> hosts;
    std::vector<std::string> refusals(8);
    for (auto& message : refusals)
      hosts.emplace_back([this, &message] { message = testing::refusal([this] { make_migrator().up(); }); });
    for (auto& host : hosts) host.join();
    for (const auto& message : refusals) CPPUNIT_ASSERT_EQUAL(std::string(), message);
    CPPUNIT_ASSERT(!make_migrator().not_ready());
    CPPUNIT_ASSERT_EQUAL(std::string::npos,
                         log_text_.str().find("001 (users)", log_text_.str().find("001 (users)") + 1));
  }

  void two_databases_at_once_do_not_meet() {
    const TestDatabase other(TestDatabase::Content::empty);
    auto holder = other.connect();
    holder.execute("select pg_advisory_lock(7233170921446113901)");
    make_migrator().up();
    CPPUNIT_ASSERT_EQUAL(std::string("t"), other.value("select to_regclass('kongflow_migrations') is null"));
  }

  void keeps_to_the_schema_of_the_first_migration() {
    make_migrator().up();
    const std::string all = tables();
    database_.run("create schema kongflow");  // "$user" comes first in the search path
    make_migrator().up();
    CPPUNIT_ASSERT_EQUAL(std::string("t"),
                         database_.value("select to_regclass('kongflow.kongflow_migrations') is null"));
    CPPUNIT_ASSERT_EQUAL(all, tables());
    CPPUNIT_ASSERT(!make_migrator().not_ready());
    const auto status = make_migrator().status();
    CPPUNIT_ASSERT(std::all_of(status.begin(), status.end(), [](const auto& entry) { return entry.applied_at; }));
    database_.run("create schema elsewhere; create table elsewhere.kongflow_migrations as table kongflow_migrations");
    CPPUNIT_ASSERT_EQUAL(std::string("public"), database_.value("show search_path"));  // a copy is not the platform
    database_.run(
        "create table kongflow.kongflow_migrations as table kongflow_migrations");  // also at the path's front
    CPPUNIT_ASSERT_EQUAL(std::string("public"), database_.value("show search_path"));
    make_migrator().up();
    CPPUNIT_ASSERT_EQUAL(all, tables());
  }

  void works_whatever_the_search_path_is() {
    database_.run("create schema ours");
    const std::string ours = database_.connection_string() + " options='-c search_path=ours,public'";
    Migrator(ours, sql_dir_, log_).up();
    CPPUNIT_ASSERT_EQUAL(std::string("t"), database_.value("select to_regclass('ours.endpoints') is not null"));
    CPPUNIT_ASSERT_EQUAL(std::string("ours"), database_.value("show search_path"));
    CPPUNIT_ASSERT(!make_migrator().not_ready());
    make_migrator().down("endpoints", 0);
    CPPUNIT_ASSERT_EQUAL(std::string("t"), database_.value("select to_regclass('ours.endpoints') is null"));
  }

  void takes_a_database_of_version_1_0_whose_roles_have_other_search_paths() {
    make_migrator().up();  // by a role whose path began with public
    const std::string role = "late_" + database_.value("select current_database()");
    database_.run("create role " + role + " login superuser; create schema " + role);
    const std::string late = database_.connection_string() + " user=" + role;
    add_migration("endpoints", "900_later", "create table later (x int)");
    Migrator(late, sql_dir_, log_).up();
    CPPUNIT_ASSERT(tables().find("later") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(
        std::string("0"),
        database_.value("select count(*) from pg_class where relnamespace = $1::regnamespace", {role}));
    database_.run("drop schema " + role + "; drop table later; drop owned by " + role + "; drop role " + role);
  }

  void names_the_rights_that_a_role_lacks() {
    const std::string name = database_.value("select current_database()"), role = "plain \" " + name;
    const std::string quoted = database_.value("select quote_ident($1)", {role});
    database_.run("create role " + quoted + " login; revoke create on schema public from public");
    Migrator migrator(database_.connection_string() + " user='" + role + "'", sql_dir_, log_);
    const std::string sentence = testing::refusal([&] { migrator.up(); });
    const std::string advice =
        "grant create on schema public to " + quoted + "; create schema graphile_worker authorization " + quoted + ";";
    CPPUNIT_ASSERT_MESSAGE(sentence,
                           sentence.find("Ask the database's owner to run there: " + advice) != std::string::npos);
    database_.run(advice);
    migrator.up();
    CPPUNIT_ASSERT(!migrator.not_ready());
    CPPUNIT_ASSERT(log_text_.str().find("warning migrate: pg_trgm cannot be used (permission denied") !=
                   std::string::npos);
    database_.run("drop owned by " + quoted + "; drop role " + quoted);
  }

  void refuses_a_database_that_is_not_utf8() {
    for (const std::string encoding : {"SQL_ASCII", "LATIN1"}) {
      const std::string name = encoding == "LATIN1" ? "in_latin1" : "in_ascii";
      database_.run("create database " + name + " template template0 lc_collate 'C' lc_ctype 'C' encoding '" +
                    encoding + "'");
      Migrator migrator(database_.connection_string() + " dbname=" + name, sql_dir_, log_);
      for (const std::string& sentence :
           {testing::refusal([&] { migrator.up(); }), testing::refusal([&] { migrator.status(); })})
        CPPUNIT_ASSERT_MESSAGE(sentence, sentence.find("has the encoding " + encoding) != std::string::npos);
      database_.run("drop database " + name);
    }
  }

  void works_where_transactions_are_serializable_by_default() {
    database_.run("alter database " + database_.value("select current_database()") +
                  " set default_transaction_isolation = serializable");
    CPPUNIT_ASSERT_EQUAL(std::string("read committed"), database_.value("show transaction_isolation"));
    many_at_once_apply_everything_once();
  }

  void refuses_files_that_it_cannot_order() {
    add_migration("endpoints", "005_twice", "select 1;");
    CPPUNIT_ASSERT(testing::refusal([&] { make_migrator().up(); }).find("have the number 5.") != std::string::npos);
    fs::remove(sql_dir() / "endpoints/005_twice.up.sql");
    fs::remove(sql_dir() / "endpoints/005_twice.down.sql");
    std::ofstream(sql_dir() / "endpoints/notes.sql") << "select 1;";
    CPPUNIT_ASSERT(testing::refusal([&] { make_migrator().up(); }).find("is not named NNN_name.up.sql.") !=
                   std::string::npos);
    fs::remove_all(sql_dir() / "platform");
    CPPUNIT_ASSERT(testing::refusal([&] { make_migrator().up(); }).find("The migrations are not in") == 0);
  }

 private:
  // A copy, for tests that change it.
  fs::path sql_dir() {
    const fs::path copy = folder_.path() / "sql";
    if (fs::exists(copy)) return copy;
    const fs::path original = TestDatabase::sql_dir();
    fs::create_directory(copy);
    for (const char* set : {"platform", "endpoints"}) fs::copy(original / set, copy / set);
    fs::create_directory_symlink(original / "queue", copy / "queue");
    return copy;
  }

  void add_migration(const std::string& set, const std::string& name, const std::string& sql) {
    std::ofstream(sql_dir() / set / (name + ".up.sql")) << sql;
    std::ofstream(sql_dir() / set / (name + ".down.sql")) << "select 1;";
  }

  Migrator make_migrator() { return Migrator(database_.connection_string(), sql_dir_, log_); }

  std::string tables() const {
    return database_.value(
        "select coalesce(string_agg(relname || ' ', '' order by relname), '') from pg_class "
        "where relkind = 'r' and relnamespace in ('public'::regnamespace, to_regnamespace('graphile_worker'))");
  }

  const testing::TemporaryFolder folder_;
  const TestDatabase database_{TestDatabase::Content::empty};
  const fs::path sql_dir_ = sql_dir();
  std::ostringstream log_text_;
  Log log_{log_text_, LogLevel::info, LogFormat::text};
};

CPPUNIT_TEST_SUITE_REGISTRATION(MigratorTest);

}  // namespace
}  // namespace kongflow::host
