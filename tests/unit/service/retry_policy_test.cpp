#include "service/retry_policy.h"

#include <cppunit/extensions/HelperMacros.h>

namespace kongflow::endpoints {
namespace {

class RetryPolicyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RetryPolicyTest);
  CPPUNIT_TEST(delays_are_those_of_the_queue);
  CPPUNIT_TEST(attempts_have_a_default_and_exceptions);
  CPPUNIT_TEST_SUITE_END();

 public:
  void delays_are_those_of_the_queue() {
    CPPUNIT_ASSERT_EQUAL(std::int64_t{2718}, RetryPolicy::delay_after(1).count());
    CPPUNIT_ASSERT_EQUAL(std::int64_t{7389}, RetryPolicy::delay_after(2).count());
    CPPUNIT_ASSERT_EQUAL(std::int64_t{22026466}, RetryPolicy::delay_after(10).count());
    CPPUNIT_ASSERT_EQUAL(std::int64_t{22026466}, RetryPolicy::delay_after(25).count());
  }

  void attempts_have_a_default_and_exceptions() {
    const RetryPolicy policy({{"DEVELOPMENT", 1}});
    CPPUNIT_ASSERT_EQUAL(1, policy.max_attempts("DEVELOPMENT"));
    CPPUNIT_ASSERT_EQUAL(25, policy.max_attempts("PRODUCTION"));
    CPPUNIT_ASSERT_EQUAL(25, RetryPolicy().max_attempts("DEVELOPMENT"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RetryPolicyTest);

}  // namespace
}  // namespace kongflow::endpoints
