#include "postgres/prepared_statements.h"

#include <cppunit/extensions/HelperMacros.h>

#include <memory>
#include <string>

#include "postgres/connection.h"
#include "support/test_database.h"

namespace kongflow::postgres {

class PreparedStatementsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PreparedStatementsTest);
  CPPUNIT_TEST(a_statement_is_prepared_once);
  CPPUNIT_TEST(an_error_leaves_the_statement_usable);
  CPPUNIT_TEST(a_statement_that_does_not_parse_is_an_error_each_time);
  CPPUNIT_TEST(a_changed_table_gives_its_new_columns);
  CPPUNIT_TEST(a_statement_that_the_server_forgot_is_executed_all_the_same);
  CPPUNIT_TEST(beyond_the_bound_statements_are_executed_unprepared);
  CPPUNIT_TEST(a_zero_byte_in_a_parameter_is_an_error_not_a_cut);
  CPPUNIT_TEST(the_caller_works_while_the_server_does);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    database_ = std::make_unique<testing::TestDatabase>(testing::TestDatabase::Content::empty);
    connection_ = std::make_unique<Connection>(database_->connect());
  }
  void tearDown() override {
    connection_.reset();
    database_.reset();
  }

  void a_statement_is_prepared_once() {
    for (int i = 0; i < 5; ++i)
      CPPUNIT_ASSERT_EQUAL(std::int64_t{i + 1},
                           execute_prepared("select $1::int + 1", {std::to_string(i)}).integer(0, 0));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, prepared());
  }

  void an_error_leaves_the_statement_usable() {
    const std::string sql = "select 1 / $1::int";
    CPPUNIT_ASSERT_EQUAL(std::string("22012"), code_of(sql, {"0"}));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, execute_prepared(sql, {"1"}).integer(0, 0));
  }

  void a_statement_that_does_not_parse_is_an_error_each_time() {
    for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT_EQUAL(std::string("42601"), code_of("selct", {}));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, prepared());
  }

  void a_changed_table_gives_its_new_columns() {
    connection_->execute("create table changing (a int)");
    connection_->execute("insert into changing values (7)");
    CPPUNIT_ASSERT_EQUAL(std::int64_t{7}, execute_prepared("select * from changing").integer(0, 0));
    connection_->execute("alter table changing add column b text default 'new'");
    CPPUNIT_ASSERT_EQUAL(std::string("new"), execute_prepared("select * from changing").text(0, 1));
  }

  void a_statement_that_the_server_forgot_is_executed_all_the_same() {
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, execute_prepared("select 1").integer(0, 0));
    connection_->execute("deallocate all");
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, execute_prepared("select 1").integer(0, 0));
  }

  void beyond_the_bound_statements_are_executed_unprepared() {
    for (int i = 0; i < 200; ++i)
      CPPUNIT_ASSERT_EQUAL(std::int64_t{i}, execute_prepared("select " + std::to_string(i)).integer(0, 0));
    CPPUNIT_ASSERT(prepared() < 200);
  }

  void a_zero_byte_in_a_parameter_is_an_error_not_a_cut() {
    CPPUNIT_ASSERT_EQUAL(std::string("22021"), code_of("select $1::text", {std::string("a\0b", 3)}));
  }

  void the_caller_works_while_the_server_does() {
    auto holder = database_->connect();
    holder.execute("select pg_advisory_lock(1)");
    constexpr char kBlocked[] =
        "select from pg_locks where locktype = 'advisory' and not granted and database ="
        " (select oid from pg_database where datname = current_database())";
    const auto wait_until_blocked = [&] {
      while (holder.execute(kBlocked).empty()) continue;
      holder.execute("select pg_advisory_unlock(1)");
    };
    const std::string sql = "select pg_advisory_xact_lock(1), 7";
    CPPUNIT_ASSERT_EQUAL(std::int64_t{7}, connection_->execute_prepared(sql, {}, wait_until_blocked).integer(0, 1));
  }

 private:
  Rows execute_prepared(const std::string& sql, const std::vector<Parameter>& parameters = {}) {
    return connection_->execute_prepared(sql, parameters);
  }

  std::int64_t prepared() { return connection_->execute("select count(*) from pg_prepared_statements").integer(0, 0); }

  std::string code_of(const std::string& sql, const std::vector<Parameter>& parameters) {
    try {
      execute_prepared(sql, parameters);
      return "no error";
    } catch (const Error& error) {
      return error.sqlstate();
    }
  }

  std::unique_ptr<testing::TestDatabase> database_;
  std::unique_ptr<Connection> connection_;
};
CPPUNIT_TEST_SUITE_REGISTRATION(PreparedStatementsTest);

}  // namespace kongflow::postgres
