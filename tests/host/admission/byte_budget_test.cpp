#include "host/admission/byte_budget.h"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <future>
#include <string>
#include <thread>

namespace kongflow::host::test {

class ByteBudgetTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ByteBudgetTest);
  CPPUNIT_TEST(a_share_gets_at_most_a_quarter);
  CPPUNIT_TEST(released_bytes_can_be_reserved_again);
  CPPUNIT_TEST(a_reservation_above_the_limit_is_granted_when_it_is_alone);
  CPPUNIT_TEST(waiting_reservations_are_granted_in_order);
  CPPUNIT_TEST(the_share_that_holds_the_least_is_served_first);
  CPPUNIT_TEST(a_share_at_its_limit_does_not_block_others);
  CPPUNIT_TEST(a_cancelled_wait_ends_and_unblocks_the_next_one);
  CPPUNIT_TEST(the_cancellation_callback_may_use_the_budget);
  CPPUNIT_TEST(usage_lists_all_shares_that_hold_bytes);
  CPPUNIT_TEST_SUITE_END();

  using Clock = ByteBudget::Clock;
  static bool never() { return false; }
  static Clock::time_point late() { return Clock::now() + std::chrono::minutes(1); }

  std::future<ByteBudget::Reservation> reserve_later(ByteBudget& budget, const std::string& share, std::size_t bytes) {
    return std::async(std::launch::async,
                      [&budget, share, bytes] { return budget.reserve(share, bytes, late(), never); });
  }
  static bool ready(const std::future<ByteBudget::Reservation>& reservation) {
    return reservation.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }
  // Until a waiting reservation keeps the budget from granting others.
  static void await_waiter(ByteBudget& budget, const std::string& probe) {
    while (budget.try_reserve(probe, 1)) std::this_thread::yield();
  }

 public:
  void a_share_gets_at_most_a_quarter() {
    ByteBudget budget(100);
    const auto a = budget.try_reserve("a", 20);
    CPPUNIT_ASSERT(a);
    CPPUNIT_ASSERT(!budget.try_reserve("a", 6));
    CPPUNIT_ASSERT(budget.share_exhausted("a", 6));
    const auto a_more = budget.try_reserve("a", 5);
    CPPUNIT_ASSERT(a_more);
    const auto b = budget.try_reserve("b", 55);  // more than a quarter, but all of its share
    CPPUNIT_ASSERT(b);
    CPPUNIT_ASSERT(!budget.try_reserve("c", 21));
    CPPUNIT_ASSERT(!budget.share_exhausted("c", 21));
    CPPUNIT_ASSERT(budget.try_reserve("c", 20));
  }

  void released_bytes_can_be_reserved_again() {
    ByteBudget budget(100);
    auto a = budget.try_reserve("a", 50);
    auto copy = a;
    a.reset();
    CPPUNIT_ASSERT_EQUAL(std::size_t{50}, budget.used());
    CPPUNIT_ASSERT(!budget.try_reserve("a", 50));
    copy.reset();
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, budget.used());
    CPPUNIT_ASSERT(budget.try_reserve("a", 50));
  }

  void a_reservation_above_the_limit_is_granted_when_it_is_alone() {
    ByteBudget budget(100);
    auto large = budget.try_reserve("a", 300);
    CPPUNIT_ASSERT(large);
    CPPUNIT_ASSERT(!budget.try_reserve("b", 1));
    large.reset();
    const auto small = budget.try_reserve("b", 1);
    CPPUNIT_ASSERT(small);
    CPPUNIT_ASSERT(!budget.try_reserve("a", 300));
  }

  void waiting_reservations_are_granted_in_order() {
    ByteBudget budget(100);
    auto a = budget.try_reserve("a", 50);
    auto b = budget.try_reserve("b", 40);
    auto large = reserve_later(budget, "c", 50);
    await_waiter(budget, "d");
    auto small = reserve_later(budget, "d", 10);
    CPPUNIT_ASSERT(!ready(large));
    a.reset();
    CPPUNIT_ASSERT(large.get());
    CPPUNIT_ASSERT(small.get());
  }

  void the_share_that_holds_the_least_is_served_first() {
    ByteBudget budget(100);
    auto a = budget.try_reserve("a", 5);
    auto b = budget.try_reserve("b", 90);
    auto greedy = reserve_later(budget, "a", 20);
    while (budget.waiting() < 1) std::this_thread::yield();
    auto modest = reserve_later(budget, "c", 80);
    while (budget.waiting() < 2) std::this_thread::yield();
    b.reset();
    CPPUNIT_ASSERT(modest.get());
    CPPUNIT_ASSERT(greedy.get());
  }

  void a_share_at_its_limit_does_not_block_others() {
    ByteBudget budget(100);
    auto a = budget.try_reserve("a", 50);
    auto more = reserve_later(budget, "a", 10);
    const auto b = budget.try_reserve("b", 40);
    CPPUNIT_ASSERT(b);
    a.reset();
    CPPUNIT_ASSERT(more.get());
  }

  void a_cancelled_wait_ends_and_unblocks_the_next_one() {
    ByteBudget budget(100);
    const auto a = budget.try_reserve("a", 50);
    const auto b = budget.try_reserve("b", 20);
    std::atomic<bool> cancelled{false};
    auto gone = std::async(std::launch::async,
                           [&] { return budget.reserve("c", 40, late(), [&] { return cancelled.load(); }); });
    await_waiter(budget, "d");
    auto next = reserve_later(budget, "d", 30);
    cancelled = true;
    CPPUNIT_ASSERT(!gone.get());
    CPPUNIT_ASSERT(next.get());
    CPPUNIT_ASSERT(!budget.reserve("e", 40, Clock::now(), never));
  }

  void the_cancellation_callback_may_use_the_budget() {
    ByteBudget budget(100);
    const auto a = budget.try_reserve("a", 100);
    CPPUNIT_ASSERT(!budget.reserve("b", 1, late(), [&] { return budget.used() == 100; }));
  }

  void usage_lists_all_shares_that_hold_bytes() {
    ByteBudget budget(100);
    auto a = budget.try_reserve("a", 5);
    const auto b = budget.try_reserve("b", 7);
    a.reset();
    const auto usage = budget.usage();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, usage.size());
    CPPUNIT_ASSERT_EQUAL(std::string("b"), usage.front().share);
    CPPUNIT_ASSERT_EQUAL(std::size_t{7}, usage.front().bytes);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ByteBudgetTest);

}  // namespace kongflow::host::test
