#include "postgres/statement_limit.h"

#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>
#include <signal.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "postgres/pool.h"
#include "support/test_database.h"

namespace kongflow::postgres {
namespace {

using namespace std::chrono_literals;

// The server's process of a connection, stopped: it keeps its socket open and answers nothing.
class StoppedBackend {
 public:
  explicit StoppedBackend(const Connection& connection) : pid_(PQbackendPID(connection.native())) {
    CPPUNIT_ASSERT_EQUAL(0, kill(pid_, SIGSTOP));
  }
  ~StoppedBackend() { kill(pid_, SIGCONT); }
  StoppedBackend(const StoppedBackend&) = delete;
  StoppedBackend& operator=(const StoppedBackend&) = delete;

 private:
  const pid_t pid_;
};

}  // namespace

class StatementLimitTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(StatementLimitTest);
  CPPUNIT_TEST(a_server_that_stops_answering_costs_the_limit_and_the_connection);
  CPPUNIT_TEST(every_kind_of_statement_is_limited);
  CPPUNIT_TEST(a_statement_that_cannot_be_sent_is_limited);
  CPPUNIT_TEST(a_statement_over_the_limit_is_cancelled_on_the_server);
  CPPUNIT_TEST(a_transaction_whose_server_hangs_ends);
  CPPUNIT_TEST(a_pool_replaces_a_connection_over_the_limit);
  CPPUNIT_TEST(without_a_limit_a_statement_takes_its_time);
  CPPUNIT_TEST(large_parameters_and_results_pass_whole);
  CPPUNIT_TEST_SUITE_END();

  const testing::TestDatabase database_{testing::TestDatabase::Content::empty};

  Connection open(std::chrono::milliseconds limit) const {
    return Connection::open(database_.connection_string(), 10s, limit);
  }

  template <typename Call>
  static std::string error_of(Call call) {
    try {
      call();
      return "no error";
    } catch (const Error& error) {
      CPPUNIT_ASSERT(error.connection_lost() && error.sqlstate().empty());
      return error.what();
    }
  }

  void assert_given_up(const std::string& error) {
    CPPUNIT_ASSERT_EQUAL(
        std::string("PostgreSQL did not respond within 50 ms, so the connection was closed; whether the "
                    "statement took effect is unknown"),
        error);
  }

 public:
  void a_server_that_stops_answering_costs_the_limit_and_the_connection() {
    auto connection = open(50ms);
    const StoppedBackend stopped(connection);
    assert_given_up(error_of([&] { connection.execute("select 1"); }));
    CPPUNIT_ASSERT(PQstatus(connection.native()) == CONNECTION_BAD);
    CPPUNIT_ASSERT(error_of([&] { connection.execute("select 1"); }) != "no error");
  }

  void every_kind_of_statement_is_limited() {
    {
      auto connection = open(50ms);
      const StoppedBackend stopped(connection);
      assert_given_up(error_of([&] { connection.execute_script("select 1; select 2"); }));
    }
    {
      auto connection = open(50ms);
      const StoppedBackend stopped(connection);
      assert_given_up(error_of([&] { connection.execute_prepared("select 1", {}); }));
    }
    {
      auto connection = open(50ms);
      connection.execute_prepared("select 1", {});
      const StoppedBackend stopped(connection);
      assert_given_up(error_of([&] { connection.execute_prepared("select 1", {}); }));
    }
  }

  void a_statement_that_cannot_be_sent_is_limited() {
    auto connection = open(50ms);
    const StoppedBackend stopped(connection);
    assert_given_up(error_of([&] { connection.execute("select $1", {std::string(64 << 20, 'x')}); }));
  }

  void a_statement_over_the_limit_is_cancelled_on_the_server() {
    assert_given_up(error_of([&] { open(50ms).execute("select pg_sleep(3600)"); }));
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (database_.value("select count(*) from pg_stat_activity where query like '%pg_sleep(3600)%' and pid <> "
                           "pg_backend_pid()") != "0") {
      CPPUNIT_ASSERT(std::chrono::steady_clock::now() < deadline);
      std::this_thread::yield();
    }
  }

  void a_transaction_whose_server_hangs_ends() {
    auto connection = open(50ms);
    std::unique_ptr<StoppedBackend> stopped;
    assert_given_up(error_of([&] {
      Transaction transaction(connection.native());
      stopped = std::make_unique<StoppedBackend>(connection);
      transaction.commit();
    }));
  }

  void a_pool_replaces_a_connection_over_the_limit() {
    Pool<Connection> pool(
        1, 1s, [this] { return std::make_unique<Connection>(open(50ms)); },
        [](Connection& connection) { return connection.native(); });
    error_of([&] { pool.acquire().session().execute("select pg_sleep(3600)"); });
    CPPUNIT_ASSERT_EQUAL(std::string("1"), pool.acquire().session().execute("select 1").text(0, 0));
  }

  void without_a_limit_a_statement_takes_its_time() {
    auto connection = open(no_statement_limit);
    CPPUNIT_ASSERT(statement_limit(connection.native()) == no_statement_limit);
    CPPUNIT_ASSERT_EQUAL(1, connection.execute("select pg_sleep(0.1)").size());
  }

  void large_parameters_and_results_pass_whole() {
    const std::string large(20 << 20, 'x');
    auto connection = open(default_statement_limit);
    CPPUNIT_ASSERT(connection.execute("select $1", {large}).view(0, 0) == large);
    CPPUNIT_ASSERT(connection.execute_prepared("select $1 || 'y'", {large}).view(0, 0).size() == large.size() + 1);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(StatementLimitTest);

}  // namespace kongflow::postgres
