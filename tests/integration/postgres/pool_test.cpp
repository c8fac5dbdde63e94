#include "postgres/pool.h"

#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <future>
#include <stdexcept>

#include "support/test_database.h"

namespace kongflow::postgres {

class PoolTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PoolTest);
  CPPUNIT_TEST(a_returned_connection_is_used_again);
  CPPUNIT_TEST(a_connection_that_the_server_closed_is_not);
  CPPUNIT_TEST(a_connection_left_inside_a_transaction_is_not);
  CPPUNIT_TEST(waiting_for_a_place_has_an_end);
  CPPUNIT_TEST(a_returned_place_wakes_who_waits);
  CPPUNIT_TEST(a_failed_open_gives_its_place_back);
  CPPUNIT_TEST(one_slow_open_holds_up_nobody_else);
  CPPUNIT_TEST_SUITE_END();

 public:
  using Connections = Pool<Connection>;

  void setUp() override { database = std::make_unique<testing::TestDatabase>(testing::TestDatabase::Content::empty); }
  void tearDown() override { database.reset(); }

  void a_returned_connection_is_used_again() {
    Connections pool = make_pool(2);
    const int first = PQbackendPID(pool.acquire().native());
    CPPUNIT_ASSERT_EQUAL(first, PQbackendPID(pool.acquire().native()));
    CPPUNIT_ASSERT_EQUAL(1, opened.load());
  }

  void a_connection_that_the_server_closed_is_not() {
    Connections pool = make_pool(2);
    pool.acquire();
    database->disconnect_all();
    execute(pool.acquire().native(), "select 1");
    CPPUNIT_ASSERT_EQUAL(2, opened.load());
  }

  void a_connection_left_inside_a_transaction_is_not() {
    Connections pool = make_pool(1);
    execute(pool.acquire().native(), "begin");
    CPPUNIT_ASSERT_EQUAL(PQTRANS_IDLE, PQtransactionStatus(pool.acquire().native()));
    CPPUNIT_ASSERT_EQUAL(2, opened.load());
  }

  void waiting_for_a_place_has_an_end() {
    Connections pool = make_pool(1, std::chrono::milliseconds(20));
    const auto held = pool.acquire();
    try {
      pool.acquire();
      CPPUNIT_FAIL("two leases of a pool of one");
    } catch (const Error& error) {
      CPPUNIT_ASSERT_EQUAL(std::string("53300"), error.sqlstate());
      CPPUNIT_ASSERT(error.transient());
    }
  }

  void a_returned_place_wakes_who_waits() {
    Connections pool = make_pool(1, std::chrono::seconds(30));
    std::future<int> waiting;
    {
      const auto held = pool.acquire();
      waiting = std::async(std::launch::async, [&] { return PQbackendPID(pool.acquire().native()); });
    }
    CPPUNIT_ASSERT(waiting.get() > 0);
  }

  void a_failed_open_gives_its_place_back() {
    int calls = 0;
    Connections pool(
        1, std::chrono::milliseconds(20),
        [&]() -> std::unique_ptr<Connection> {
          if (++calls < 3) throw std::runtime_error("not yet");
          return std::make_unique<Connection>(database->connect());
        },
        [](Connection& connection) { return connection.native(); });
    CPPUNIT_ASSERT_THROW(pool.acquire(), std::runtime_error);
    CPPUNIT_ASSERT_THROW(pool.acquire(), std::runtime_error);
    execute(pool.acquire().native(), "select 1");
  }

  void one_slow_open_holds_up_nobody_else() {
    std::promise<void> slow_may_finish;
    std::promise<void> slow_began;
    std::atomic<int> calls{0};
    Connections pool(
        2, std::chrono::seconds(30),
        [&] {
          if (calls++ == 0) {
            slow_began.set_value();
            slow_may_finish.get_future().wait();
          }
          return std::make_unique<Connection>(database->connect());
        },
        [](Connection& connection) { return connection.native(); });
    auto slow = std::async(std::launch::async, [&] { pool.acquire(); });
    slow_began.get_future().wait();
    execute(pool.acquire().native(), "select 1");
    slow_may_finish.set_value();
    slow.get();
  }

 private:
  Connections make_pool(int size, std::chrono::milliseconds patience = std::chrono::seconds(10)) {
    opened = 0;
    return Connections(
        size, patience,
        [this] {
          ++opened;
          return std::make_unique<Connection>(database->connect());
        },
        [](Connection& connection) { return connection.native(); });
  }

  std::unique_ptr<testing::TestDatabase> database;
  std::atomic<int> opened{0};
};

CPPUNIT_TEST_SUITE_REGISTRATION(PoolTest);

}  // namespace kongflow::postgres
