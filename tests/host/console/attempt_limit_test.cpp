#include "host/console/attempt_limit.h"

#include <cppunit/extensions/HelperMacros.h>

namespace kongflow::host::test {

class AttemptLimitTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AttemptLimitTest);
  CPPUNIT_TEST(ten_wrong_secrets_block_the_address_for_five_minutes);
  CPPUNIT_TEST(addresses_are_counted_separately);
  CPPUNIT_TEST(wrong_secrets_expire_after_the_window);
  CPPUNIT_TEST_SUITE_END();

  std::chrono::steady_clock::time_point now_{std::chrono::hours(1)};
  AttemptLimit limit_{[this] { return now_; }};

  void wrong(const std::string& address, int times) {
    for (int i = 0; i < times; ++i) limit_.count_wrong(address);
  }

 public:
  void ten_wrong_secrets_block_the_address_for_five_minutes() {
    wrong("a", 9);
    CPPUNIT_ASSERT(!limit_.wait("a"));
    now_ += std::chrono::minutes(1);
    wrong("a", 1);
    CPPUNIT_ASSERT(limit_.wait("a") == std::chrono::minutes(4));
    now_ += std::chrono::minutes(4);
    CPPUNIT_ASSERT(!limit_.wait("a"));
  }

  void addresses_are_counted_separately() {
    wrong("a", 10);
    CPPUNIT_ASSERT(limit_.wait("a") && !limit_.wait("b"));
  }

  void wrong_secrets_expire_after_the_window() {
    wrong("a", 9);
    now_ += std::chrono::minutes(5);
    CPPUNIT_ASSERT(!limit_.wait("a"));
    wrong("a", 9);
    CPPUNIT_ASSERT(!limit_.wait("a"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AttemptLimitTest);

}  // namespace kongflow::host::test
