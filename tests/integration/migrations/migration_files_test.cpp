#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "host/database/migration_files.h"
#include "support/test_database.h"

namespace kongflow {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Of both sets, in the order in which they are applied: the part of the path before .up.sql.
std::vector<std::string> migrations() {
  std::vector<std::string> all;
  for (const char* set : {"platform", "endpoints"}) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(fs::path(testing::TestDatabase::sql_dir()) / set)) {
      const std::string path = entry.path().string();
      if (const auto end = path.rfind(".up.sql"); end != std::string::npos) names.push_back(path.substr(0, end));
    }
    std::sort(names.begin(), names.end());
    all.insert(all.end(), names.begin(), names.end());
  }
  return all;
}

}  // namespace

class MigrationFilesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MigrationFilesTest);
  CPPUNIT_TEST(each_goes_up_down_and_up_again);
  CPPUNIT_TEST(all_go_down_to_nothing_and_up_to_the_same);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override { database = std::make_unique<testing::TestDatabase>(testing::TestDatabase::Content::empty); }
  void tearDown() override { database.reset(); }

  void each_goes_up_down_and_up_again() {
    CPPUNIT_ASSERT(migrations().size() >= 5);
    for (const std::string& migration : migrations()) {
      const std::string before = schema();
      run(migration + ".up.sql");
      const std::string after = schema();
      CPPUNIT_ASSERT_MESSAGE(migration + " changes nothing", before != after);
      run(migration + ".down.sql");
      CPPUNIT_ASSERT_EQUAL_MESSAGE(migration, before, schema());
      run(migration + ".up.sql");
      CPPUNIT_ASSERT_EQUAL_MESSAGE(migration, after, schema());
    }
  }

  void all_go_down_to_nothing_and_up_to_the_same() {
    const std::vector<std::string> all = migrations();
    const std::string empty = schema();
    for (const std::string& migration : all) run(migration + ".up.sql");
    const std::string full = schema();
    for (auto migration = all.rbegin(); migration != all.rend(); ++migration) run(*migration + ".down.sql");
    CPPUNIT_ASSERT_EQUAL(empty, schema());
    for (const std::string& migration : all) run(migration + ".up.sql");
    CPPUNIT_ASSERT_EQUAL(full, schema());
  }

 private:
  void run(const std::string& file) {
    for (const std::string& script : host::migration_steps(read(file)).scripts) database->run(script);
  }

  // Every column, constraint, index, trigger and function, a line each.
  std::string schema() const {
    return database->value(R"sql(
      select coalesce(string_agg(line, E'\n' order by line), '') from (
        select format('%s.%s %s %s %s', table_name, column_name, data_type || coalesce(character_maximum_length::text, ''),
          is_nullable, column_default) as line
        from information_schema.columns where table_schema = 'public'
        union all
        select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
        from pg_constraint where connamespace = 'public'::regnamespace
        union all
        select indexdef from pg_indexes where schemaname = 'public'
        union all
        select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
        union all
        select pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
          and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
      ) lines)sql");
  }

  std::unique_ptr<testing::TestDatabase> database;
};

CPPUNIT_TEST_SUITE_REGISTRATION(MigrationFilesTest);

}  // namespace kongflow
