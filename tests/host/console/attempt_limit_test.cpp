#include "host/console/attempt_limit.h"

#include <cppunit/extensions/HelperMacros.h>

namespace kongflow::host::test {

class AttemptLimitTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AttemptLimitTest);
  CPPUNIT_TEST(ten_wrong_ones_close_the_door_for_five_minutes);
  CPPUNIT_TEST(addresses_do_not_count_for_each_other);
  CPPUNIT_TEST(wrong_ones_are_forgotten_after_the_window);
  CPPUNIT_TEST_SUITE_END();

  std::chrono::steady_clock::time_point now_{std::chrono::hours(1)};
  AttemptLimit limit_{[this] { return now_; }};

  void wrong(const std::string& address, int times) {
    for (int i = 0; i < times; ++i) limit_.count_wrong(address);
  }

 public:
  void ten_wrong_ones_close_the_door_for_five_minutes() {
    wrong("a", 9);
    CPPUNIT_ASSERT(!limit_.wait("a"));
    now_ += std::chrono::minutes(1);
    wrong("a", 1);
    CPPUNIT_ASSERT(limit_.wait("a") == std::chrono::minutes(4));
    now_ += std::chrono::minutes(4);
    CPPUNIT_ASSERT(!limit_.wait("a"));
  }

  void addresses_do_not_count_for_each_other() {
    wrong("a", 10);
    CPPUNIT_ASSERT(limit_.wait("a") && !limit_.wait("b"));
  }

  void wrong_ones_are_forgotten_after_the_window() {
    wrong("a", 9);
    now_ += std::chrono::minutes(5);
    CPPUNIT_ASSERT(!limit_.wait("a"));
    wrong("a", 9);
    CPPUNIT_ASSERT(!limit_.wait("a"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AttemptLimitTest);

}  // namespace kongflow::host::test
