#include "host/fleet/lease.h"

#include <cppunit/extensions/HelperMacros.h>

namespace kongflow::host::test {

using namespace std::chrono_literals;

class LeaseTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LeaseTest);
  CPPUNIT_TEST(covers_everything_before_the_first_renewal);
  CPPUNIT_TEST(covers_locks_while_it_is_renewed);
  CPPUNIT_TEST(covers_nothing_after_it_expires);
  CPPUNIT_TEST(never_again_covers_locks_taken_before_it_expired);
  CPPUNIT_TEST_SUITE_END();

  using Clock = Lease::Clock;
  Lease lease_;

 public:
  void covers_everything_before_the_first_renewal() { CPPUNIT_ASSERT(lease_.covers(Clock::now() - 1h)); }

  void covers_locks_while_it_is_renewed() {
    const auto taken = Clock::now();
    lease_.renew(taken);
    lease_.renew(Clock::now());
    CPPUNIT_ASSERT(lease_.covers(taken) && lease_.covers(Clock::now()));
  }

  void covers_nothing_after_it_expires() {
    lease_.renew(Clock::now() - Lease::term);
    CPPUNIT_ASSERT(!lease_.covers(Clock::now() - 1h) && !lease_.covers(Clock::now()));
  }

  void never_again_covers_locks_taken_before_it_expired() {
    const auto before = Clock::now();
    lease_.renew(before - Lease::term);
    const auto asked = Clock::now() + 1ns;
    lease_.renew(asked);
    CPPUNIT_ASSERT(!lease_.covers(before));
    CPPUNIT_ASSERT(lease_.covers(asked));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(LeaseTest);

}  // namespace kongflow::host::test
