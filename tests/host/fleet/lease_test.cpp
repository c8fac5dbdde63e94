#include "host/fleet/lease.h"

#include <cppunit/extensions/HelperMacros.h>

namespace kongflow::host::test {

using namespace std::chrono_literals;

class LeaseTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LeaseTest);
  CPPUNIT_TEST(covers_everything_before_it_begins);
  CPPUNIT_TEST(covers_as_long_as_it_is_renewed);
  CPPUNIT_TEST(covers_nothing_once_it_has_run_out);
  CPPUNIT_TEST(never_covers_again_what_was_taken_before_it_ran_out);
  CPPUNIT_TEST_SUITE_END();

  using Clock = Lease::Clock;
  Lease lease_;

 public:
  void covers_everything_before_it_begins() { CPPUNIT_ASSERT(lease_.covers(Clock::now() - 1h)); }

  void covers_as_long_as_it_is_renewed() {
    const auto taken = Clock::now();
    lease_.renew(taken);
    lease_.renew(Clock::now());
    CPPUNIT_ASSERT(lease_.covers(taken) && lease_.covers(Clock::now()));
  }

  void covers_nothing_once_it_has_run_out() {
    lease_.renew(Clock::now() - Lease::term);
    CPPUNIT_ASSERT(!lease_.covers(Clock::now() - 1h) && !lease_.covers(Clock::now()));
  }

  void never_covers_again_what_was_taken_before_it_ran_out() {
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
