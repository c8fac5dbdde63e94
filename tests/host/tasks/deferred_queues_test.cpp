#include "host/tasks/deferred_queues.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace kongflow::host::test {

class DeferredQueuesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DeferredQueuesTest);
  CPPUNIT_TEST(queues_of_a_share_are_released_in_their_order);
  CPPUNIT_TEST(a_new_queue_does_not_pass_those_that_wait);
  CPPUNIT_TEST(released_queues_take_up_the_room_until_they_pass);
  CPPUNIT_TEST(a_queue_is_deferred_once);
  CPPUNIT_TEST(queues_deferred_long_ago_are_released);
  CPPUNIT_TEST(the_oldest_queue_makes_room_for_a_new_one);
  CPPUNIT_TEST_SUITE_END();

  DeferredQueues queues_;
  const DeferredQueues::Clock::time_point now_ = DeferredQueues::Clock::now();

 public:
  void queues_of_a_share_are_released_in_their_order() {
    queues_.add("a", 3, now_);
    queues_.add("b", 1, now_);
    queues_.add("a", 2, now_);
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"3":1,"1":1,"2":1})"), queues_.as_json());
    CPPUNIT_ASSERT(queues_.release("a", 1, now_));
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"1":1,"2":1})"), queues_.as_json());
    CPPUNIT_ASSERT(!queues_.release("c", 9, now_));
    CPPUNIT_ASSERT(!queues_.release("b", 0, now_));
    CPPUNIT_ASSERT(queues_.release("a", 9, now_));
    CPPUNIT_ASSERT(queues_.release("b", 9, now_));
    CPPUNIT_ASSERT_EQUAL(std::string("{}"), queues_.as_json());
    CPPUNIT_ASSERT(queues_.by_share().empty());
  }

  void a_new_queue_does_not_pass_those_that_wait() {
    CPPUNIT_ASSERT(queues_.passes("a", 1));
    queues_.add("a", 1, now_);
    CPPUNIT_ASSERT(!queues_.passes("a", 2));
    CPPUNIT_ASSERT(queues_.passes("b", 2));
    CPPUNIT_ASSERT(queues_.release("a", 1, now_));
    CPPUNIT_ASSERT(!queues_.passes("a", 2));
    CPPUNIT_ASSERT(queues_.passes("a", 1));
    CPPUNIT_ASSERT(queues_.passes("a", 2));
  }

  void released_queues_take_up_the_room_until_they_pass() {
    for (int id = 1; id <= 4; ++id) queues_.add("a", id, now_);
    CPPUNIT_ASSERT(queues_.release("a", 2, now_));
    CPPUNIT_ASSERT(!queues_.release("a", 2, now_));
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"3":1,"4":1})"), queues_.as_json());
    CPPUNIT_ASSERT(queues_.passes("a", 1));
    CPPUNIT_ASSERT(queues_.release("a", 2, now_));
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"4":1})"), queues_.as_json());
    // Another host may have taken the tasks of those that do not come.
    queues_.release_old(now_ + DeferredQueues::kLongestPassage + std::chrono::milliseconds(1));
    CPPUNIT_ASSERT(queues_.release("a", 1, now_));
    CPPUNIT_ASSERT_EQUAL(std::string("{}"), queues_.as_json());
  }

  void a_queue_is_deferred_once() {
    queues_.add("a", 1, now_);
    queues_.add("a", 1, now_);
    CPPUNIT_ASSERT(queues_.release("a", 1, now_));
    CPPUNIT_ASSERT_EQUAL(std::string("{}"), queues_.as_json());
  }

  void queues_deferred_long_ago_are_released() {
    queues_.add("a", 1, now_);
    queues_.add("b", 2, now_ + std::chrono::seconds(1));
    CPPUNIT_ASSERT(!queues_.release_old(now_ + DeferredQueues::kLongest));
    CPPUNIT_ASSERT(queues_.release_old(now_ + DeferredQueues::kLongest + std::chrono::milliseconds(1)));
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"2":1})"), queues_.as_json());
  }

  void the_oldest_queue_makes_room_for_a_new_one() {
    for (std::size_t id = 1; id <= DeferredQueues::kMost + 1; ++id)
      queues_.add(id % 2 == 0 ? "a" : "b", static_cast<std::int64_t>(id), now_);
    const std::string all = queues_.as_json();
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, all.find(R"({"2":1,)"));
    CPPUNIT_ASSERT(all.find("\"" + std::to_string(DeferredQueues::kMost + 1) + "\":1}") != std::string::npos);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(DeferredQueuesTest);

}  // namespace kongflow::host::test
