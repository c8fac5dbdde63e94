#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>

#include <memory>

#include "support/test_database.h"

namespace kongflow {

class TablesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TablesTest);
  CPPUNIT_TEST(ids_and_times_fill_themselves_in);
  CPPUNIT_TEST(updated_at_is_kept_current_in_every_table);
  CPPUNIT_TEST(what_must_be_unique_is);
  CPPUNIT_TEST(values_outside_their_sets_are_refused);
  CPPUNIT_TEST(text_that_is_too_long_is_refused);
  CPPUNIT_TEST(endpoints_have_the_columns_of_the_plan);
  CPPUNIT_TEST(indexes_exist_for_the_columns_that_are_searched);
  CPPUNIT_TEST(deleting_the_organization_deletes_everything_below);
  CPPUNIT_TEST(deleting_an_index_leaves_its_run);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    database = std::make_unique<testing::TestDatabase>();
    database->run(R"sql(
      insert into users (email) values ('ada@example.com');
      insert into organizations (slug, title) values ('acme', 'Acme');
      insert into org_members (organization_id, user_id) select o.id, u.id from organizations o, users u;
      insert into projects (slug, name, organization_id) select 'shop', 'Shop', id from organizations;
      insert into runtime_environments (slug, api_key, type, organization_id, project_id, org_member_id)
        select 'dev', 'key', 'DEVELOPMENT', p.organization_id, p.id, m.id from projects p, org_members m;
      insert into endpoints (slug, url, indexing_hook_identifier, environment_id, organization_id, project_id)
        select 'my-app', 'http://localhost', '0123456789', id, organization_id, project_id from runtime_environments;
      insert into endpoint_indexes (endpoint_id, stats, data) select id, '{}', '{}' from endpoints;
      insert into endpoint_index_runs (endpoint_id, index_id) select endpoint_id, id from endpoint_indexes)sql");
  }
  void tearDown() override { database.reset(); }

  void ids_and_times_fill_themselves_in() {
    for (const std::string& table : tables())
      CPPUNIT_ASSERT_EQUAL_MESSAGE(table, std::string("t"),
                                   database->value("select id is not null and created_at = updated_at"
                                                   " and created_at > now() - interval '1 hour' from " +
                                                   table));
    CPPUNIT_ASSERT_EQUAL(std::string("MANUAL"), database->value("select source from endpoint_indexes"));
    CPPUNIT_ASSERT_EQUAL(std::string("PENDING"), database->value("select status from endpoint_index_runs"));
  }

  void updated_at_is_kept_current_in_every_table() {
    for (const std::string& table : tables()) {
      database->run("update " + table + " set created_at = created_at");
      CPPUNIT_ASSERT_EQUAL_MESSAGE(table, std::string("t"),
                                   database->value("select updated_at > created_at from " + table));
    }
  }

  void what_must_be_unique_is() {
    const auto again = [&](const std::string& table, const std::string& columns) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          table, std::string("23505"),
          code_of("insert into " + table + " (" + columns + ") select " + columns + " from " + table));
    };
    again("users", "email");
    again("organizations", "slug, title");
    again("projects", "slug, name, organization_id");
    again("org_members", "organization_id, user_id");
    again("runtime_environments", "slug, api_key, type, organization_id, project_id");
    again("endpoints", "slug, url, indexing_hook_identifier, environment_id, organization_id, project_id");
  }

  void values_outside_their_sets_are_refused() {
    CPPUNIT_ASSERT_EQUAL(std::string("23514"), code_of("update runtime_environments set type = 'LOCAL'"));
    CPPUNIT_ASSERT_EQUAL(std::string("23514"), code_of("update endpoint_indexes set source = 'CRON'"));
    CPPUNIT_ASSERT_EQUAL(std::string("23514"), code_of("update endpoint_index_runs set source = 'CRON'"));
    CPPUNIT_ASSERT_EQUAL(std::string("23514"), code_of("update endpoint_index_runs set status = 'DONE'"));
    CPPUNIT_ASSERT_EQUAL(std::string("23514"), code_of("update endpoint_index_runs set attempt = -1"));
    for (const char* type : {"PRODUCTION", "STAGING", "DEVELOPMENT", "PREVIEW"})
      database->run(std::string("update runtime_environments set type = '") + type + "'");
    for (const char* source : {"MANUAL", "API", "INTERNAL", "HOOK"})
      database->run(std::string("update endpoint_indexes set source = '") + source + "'");
  }

  void text_that_is_too_long_is_refused() {
    CPPUNIT_ASSERT_EQUAL(std::string("22001"), code_of("update endpoints set slug = repeat('x', 101)"));
    CPPUNIT_ASSERT_EQUAL(std::string("22001"),
                         code_of("update endpoints set indexing_hook_identifier = repeat('x', 11)"));
    database->run("update endpoints set slug = repeat('日', 100)");
  }

  void endpoints_have_the_columns_of_the_plan() {
    const auto columns = [&](const char* table) {
      return database->value(
          "select string_agg(column_name, ' ' order by column_name) from information_schema.columns where table_name = "
          "$1",
          {table});
    };
    CPPUNIT_ASSERT_EQUAL(std::string("created_at environment_id id indexing_hook_identifier organization_id project_id"
                                     " slug updated_at url"),
                         columns("endpoints"));
    CPPUNIT_ASSERT_EQUAL(std::string("created_at data endpoint_id id reason source source_data stats updated_at"),
                         columns("endpoint_indexes"));
  }

  void indexes_exist_for_the_columns_that_are_searched() {
    for (const auto& [table, columns] :
         {std::pair("endpoints", "(environment_id, created_at, id)"), std::pair("endpoints", "(organization_id)"),
          std::pair("endpoints", "(project_id)"), std::pair("endpoints", "(environment_id, slug)"),
          std::pair("endpoint_indexes", "(endpoint_id,"), std::pair("endpoint_indexes", "(source)"),
          std::pair("endpoint_indexes", "(created_at)"), std::pair("endpoint_index_runs", "(endpoint_id,"),
          std::pair("endpoint_index_runs", "(task_id)"), std::pair("runtime_environments", "(api_key)")})
      CPPUNIT_ASSERT_MESSAGE(std::string(table) + columns,
                             database->value("select count(*) from pg_indexes where tablename = $1"
                                             " and strpos(indexdef, $2) > 0",
                                             {table, columns}) != "0");
  }

  void deleting_the_organization_deletes_everything_below() {
    database->run("delete from organizations");
    for (const std::string& table : tables())
      CPPUNIT_ASSERT_EQUAL_MESSAGE(table, std::string(table == "users" ? "1" : "0"),
                                   database->value("select count(*) from " + table));
  }

  void deleting_an_index_leaves_its_run() {
    database->run("delete from endpoint_indexes");
    CPPUNIT_ASSERT_EQUAL(std::string("t"), database->value("select index_id is null from endpoint_index_runs"));
  }

 private:
  static std::vector<std::string> tables() {
    return {"users",     "organizations",    "org_members",        "projects", "runtime_environments",
            "endpoints", "endpoint_indexes", "endpoint_index_runs"};
  }

  std::string code_of(const std::string& statement) const {
    try {
      database->run(statement);
      return "no error";
    } catch (const postgres::Error& error) {
      return error.sqlstate();
    }
  }

  std::unique_ptr<testing::TestDatabase> database;
};

CPPUNIT_TEST_SUITE_REGISTRATION(TablesTest);

}  // namespace kongflow
