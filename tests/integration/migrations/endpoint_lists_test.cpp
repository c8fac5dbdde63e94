#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>
#include <memory>
#include <thread>

#include "host/database/migration_files.h"
#include "support/test_database.h"

namespace kongflow {

// The tables endpoint_listings and endpoint_states, written by nothing but their triggers and the migration 013.
class EndpointListsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EndpointListsTest);
  CPPUNIT_TEST(an_endpoint_has_a_row_in_both_from_the_start);
  CPPUNIT_TEST(a_moved_endpoint_and_renamed_slugs_are_found_by_their_new_names);
  CPPUNIT_TEST(the_state_is_that_of_the_newest_run);
  CPPUNIT_TEST(the_newest_index_counts);
  CPPUNIT_TEST(what_is_removed_counts_no_longer);
  CPPUNIT_TEST(a_role_without_rights_on_them_and_with_another_search_path_keeps_them_current);
  CPPUNIT_TEST(changes_that_overlap_leave_the_last_state);
  CPPUNIT_TEST(a_move_and_a_renaming_that_overlap_both_count);
  CPPUNIT_TEST(removals_that_overlap_leave_no_removed_run);
  CPPUNIT_TEST(emptied_tables_count_no_longer);
  CPPUNIT_TEST(nobody_else_may_call_the_functions_or_attach_them);
  CPPUNIT_TEST(endpoints_of_older_versions_are_listed);
  CPPUNIT_TEST(an_event_during_the_fill_is_not_lost);
  CPPUNIT_TEST(a_long_url_fits_into_the_indexes);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    database = std::make_unique<testing::TestDatabase>();
    database->run(R"sql(
      insert into organizations (slug, title) values ('acme', 'Acme');
      insert into projects (slug, name, organization_id) select 'Shop', 'Shop', id from organizations;
      insert into runtime_environments (slug, api_key, type, organization_id, project_id)
        select 'dev', 'key', 'DEVELOPMENT', organization_id, id from projects)sql");
  }
  void tearDown() override { database.reset(); }

  void an_endpoint_has_a_row_in_both_from_the_start() {
    add("App");
    CPPUNIT_ASSERT_EQUAL(
        std::string("app http://app.test/app shop dev"),
        database->value("select concat_ws(' ', slug, url, project, environment) from endpoint_listings"));
    CPPUNIT_ASSERT_EQUAL(std::string("NEVER_INDEXED - 1970"), state());
  }

  void a_moved_endpoint_and_renamed_slugs_are_found_by_their_new_names() {
    add("app");
    database->run("update endpoints set url = 'http://moved.test'");
    database->run("update projects set slug = 'Market'; update runtime_environments set slug = 'stage'");
    CPPUNIT_ASSERT_EQUAL(
        std::string("app http://moved.test market stage"),
        database->value("select concat_ws(' ', slug, url, project, environment) from endpoint_listings"));
    CPPUNIT_ASSERT_EQUAL(std::string("\napp\nhttp://moved.test\nmarket\nstage"),
                         database->value("select search from endpoint_listings"));
  }

  void the_state_is_that_of_the_newest_run() {
    add("app");
    add_run(2, "PENDING");
    add_run(1, "SUCCESS");
    CPPUNIT_ASSERT_EQUAL(std::string("PENDING - 1970"), state());
    database->run("update endpoint_index_runs set status = 'FAILURE', error = 'It Failed' where attempt = 2");
    CPPUNIT_ASSERT_EQUAL(std::string("FAILURE it failed 1970"), state());
    database->run("update endpoint_index_runs set status = 'FAILURE', error = 'older' where attempt = 1");
    CPPUNIT_ASSERT_EQUAL(std::string("FAILURE it failed 1970"), state());
    database->run("update endpoint_index_runs set status = 'STARTED', error = null where attempt = 2");
    CPPUNIT_ASSERT_EQUAL(std::string("STARTED - 1970"), state());
  }

  void the_newest_index_counts() {
    add("app");
    add_index("2024-05-01");
    add_index("2023-05-01");
    CPPUNIT_ASSERT_EQUAL(std::string("NEVER_INDEXED - 2024"), state());
  }

  void what_is_removed_counts_no_longer() {
    add("app");
    add("other");
    add_index("2023-05-01");
    add_index("2024-05-01");
    add_run(1, "SUCCESS");
    add_run(2, "STARTED");
    database->run("delete from endpoint_index_runs where attempt = 2");
    database->run("delete from endpoint_indexes where created_at > '2024-01-01'");
    CPPUNIT_ASSERT_EQUAL(std::string("SUCCESS - 2023"), state());
    database->run("delete from endpoint_index_runs; delete from endpoint_indexes");
    CPPUNIT_ASSERT_EQUAL(std::string("NEVER_INDEXED - 1970"), state());
    database->run("delete from endpoints where slug = 'app'");
    CPPUNIT_ASSERT_EQUAL(std::string("1 1"), database->value("select (select count(*) from endpoint_listings) || ' ' ||"
                                                             " (select count(*) from endpoint_states)"));
    database->run("delete from organizations");
    CPPUNIT_ASSERT_EQUAL(std::string("0"), database->value("select count(*) from endpoint_states"));
  }

  void a_role_without_rights_on_them_and_with_another_search_path_keeps_them_current() {
    database->run(R"sql(
      create schema elsewhere;
      create table elsewhere.endpoint_states (endpoint_id uuid);
      create role stranger_in_lists;
      grant usage on schema elsewhere, public to stranger_in_lists;
      grant select, insert, update, delete on endpoints, endpoint_index_runs, endpoint_indexes to stranger_in_lists;
      grant select on projects, runtime_environments, organizations to stranger_in_lists)sql");
    auto connection = database->connect();
    connection.execute_script("set role stranger_in_lists; set search_path = elsewhere");
    connection.execute_script(std::string(kAdd) + "'app', 'http://app.test' from public.runtime_environments");
    connection.execute_script(
        "insert into public.endpoint_index_runs (endpoint_id, status) select id, 'STARTED' from public.endpoints");
    CPPUNIT_ASSERT_EQUAL(std::string("STARTED - 1970"), state());
    connection.execute_script("delete from public.endpoint_index_runs");
    CPPUNIT_ASSERT_EQUAL(std::string("NEVER_INDEXED - 1970"), state());
    connection.execute_script("reset role");
    database->run("drop owned by stranger_in_lists; drop role stranger_in_lists");
  }

  void changes_that_overlap_leave_the_last_state() {
    add("app");
    add_run(1, "STARTED");
    auto first = database->connect();
    first.execute_script("begin; update endpoint_index_runs set status = 'SUCCESS'");
    std::thread second([&] { add_index("2024-05-01"); });
    wait_for_blocked();
    first.execute_script("commit");
    second.join();
    CPPUNIT_ASSERT_EQUAL(std::string("SUCCESS - 2024"), state());

    first.execute_script("begin; update endpoint_index_runs set status = 'STARTED'");
    std::thread third([&] { database->run("delete from endpoint_indexes"); });
    wait_for_blocked();
    first.execute_script("commit");
    third.join();
    CPPUNIT_ASSERT_EQUAL(std::string("STARTED - 1970"), state());
  }

  void a_move_and_a_renaming_that_overlap_both_count() {
    add("app");
    const char* move = "update endpoints set url = 'http://moved.test'";
    const char* rename = "update projects set slug = slug || '2'";
    for (const auto& [one, other] :
         {std::pair(move, rename), std::pair(rename, "update endpoints set url = 'http://x'")}) {
      auto first = database->connect();
      first.execute_script("begin; " + std::string(one));
      std::thread second([&, statement = other] { database->run(statement); });
      wait_for_blocked();
      first.execute_script("commit");
      second.join();
      CPPUNIT_ASSERT_EQUAL(
          database->value("select lower(concat(E'\\n', e.slug, E'\\n', url, E'\\n', p.slug, E'\\n', env.slug)) from"
                          " endpoints e join projects p on p.id = project_id"
                          " join runtime_environments env on env.id = environment_id"),
          database->value("select search from endpoint_listings"));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("shop22"), database->value("select project from endpoint_listings"));
  }

  void removals_that_overlap_leave_no_removed_run() {
    add("app");
    add_run(1, "SUCCESS");
    add_run(2, "STARTED");
    auto first = database->connect();
    first.execute_script("begin; delete from endpoint_index_runs where attempt = 1");
    std::thread second([&] { database->run("delete from endpoint_index_runs where attempt = 2"); });
    wait_for_blocked();
    first.execute_script("commit");
    second.join();
    CPPUNIT_ASSERT_EQUAL(std::string("NEVER_INDEXED - 1970"), state());
  }

  void emptied_tables_count_no_longer() {
    add("app");
    add_run(1, "SUCCESS");
    add_index("2024-05-01");
    database->run("truncate endpoint_index_runs");
    CPPUNIT_ASSERT_EQUAL(std::string("NEVER_INDEXED - 2024"), state());
    database->run("truncate endpoint_indexes cascade");
    CPPUNIT_ASSERT_EQUAL(std::string("NEVER_INDEXED - 1970"), state());
  }

  void nobody_else_may_call_the_functions_or_attach_them() {
    CPPUNIT_ASSERT_EQUAL(std::string(), database->value(R"sql(
      select string_agg(proname, ' ') from pg_proc
      where pronamespace = 'public'::regnamespace and prosecdef and proacl::text is distinct from
        format('{%1$s=X/%1$s}', proowner::regrole))sql"));
    CPPUNIT_ASSERT(database->value("select count(*) from pg_proc where prosecdef and proname like 'kongflow%'") != "0");
  }

  void endpoints_of_older_versions_are_listed() {
    add("app");
    add_run(1, "FAILURE");
    add_index("2024-05-01");
    const std::string listed = contents();
    revert("013_fill_endpoint_lists");
    revert("012_endpoint_lists");
    apply("012_endpoint_lists");
    CPPUNIT_ASSERT_EQUAL(std::string("0"), database->value("select count(*) from endpoint_states"));
    apply("013_fill_endpoint_lists");
    CPPUNIT_ASSERT_EQUAL(listed, contents());
    CPPUNIT_ASSERT_EQUAL(std::string("FAILURE - 2024"), state());
  }

  // A trigger that runs before the fill knows no more than its own event.
  void an_event_during_the_fill_is_not_lost() {
    add("app");
    add_index("2024-05-01");
    revert("013_fill_endpoint_lists");
    revert("012_endpoint_lists");
    apply("012_endpoint_lists");
    auto before = database->connect();
    before.execute_script("begin; " + std::string(kAddRun) + "1, 'STARTED', now() from endpoints");
    std::thread fill([&] { apply("013_fill_endpoint_lists"); });
    wait_for_blocked();
    before.execute_script("commit");
    fill.join();
    CPPUNIT_ASSERT_EQUAL(std::string("STARTED - 2024"), state());
  }

  void a_long_url_fits_into_the_indexes() {
    database->run(std::string(kAdd) +
                  "repeat('é', 100), 'http://' || (select string_agg(md5(n::text), '') from generate_series(1, 300) n)"
                  " from runtime_environments");
    CPPUNIT_ASSERT_EQUAL(std::string("1"), database->value("select count(*) from endpoint_listings where"
                                                           " length(url) = 200 and length(search) > 9600"));
  }

 private:
  static constexpr const char* kAdd =
      "insert into public.endpoints (environment_id, organization_id, project_id, indexing_hook_identifier, slug, url)"
      " select id, organization_id, project_id, '0123456789', ";
  static constexpr const char* kAddRun =
      "insert into endpoint_index_runs (endpoint_id, attempt, status, created_at) select id, ";

  void add(const std::string& slug) {
    database->run(kAdd + ("'" + slug + "', 'http://app.test/" + slug + "' from runtime_environments"));
  }
  void add_run(int number, const std::string& status) {
    database->run(kAddRun + (std::to_string(number) + ", '" + status + "', now() + " + std::to_string(number) +
                             " * interval '1 second' from endpoints where slug = 'app'"));
  }
  void add_index(const std::string& time) {
    database->run("insert into endpoint_indexes (endpoint_id, stats, data, created_at) select id, '{}', '{}', '" +
                  time + "' from endpoints where slug = 'app'");
  }
  // "<status> <error or -> <year of the newest index>" of the endpoint `app`.
  std::string state() const {
    return database->value(
        "select concat_ws(' ', status, coalesce(trim(leading E'\\n' from error), '-'), to_char(indexed_at, 'YYYY'))"
        " from endpoint_states join endpoints on id = endpoint_id where lower(slug) = 'app'");
  }
  std::string contents() const {
    return database->value(
        "select concat(listing, state) from endpoint_listings listing join endpoint_states state"
        " using (endpoint_id)");
  }
  static std::filesystem::path file(const std::string& name) {
    return std::filesystem::path(testing::TestDatabase::sql_dir()) / "endpoints" / name;
  }
  void apply(const std::string& name) const {
    for (const std::string& script : host::migration_steps(host::read_text_file(file(name + ".up.sql"))).scripts)
      database->run(script);
  }
  void revert(const std::string& name) const { database->run(host::read_text_file(file(name + ".down.sql"))); }
  void wait_for_blocked() const {
    while (database->value("select count(*) from pg_stat_activity where datname = current_database()"
                           " and wait_event_type = 'Lock'") == "0") {
    }
  }

  std::unique_ptr<testing::TestDatabase> database;
};

CPPUNIT_TEST_SUITE_REGISTRATION(EndpointListsTest);

}  // namespace kongflow
