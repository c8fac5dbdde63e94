#include "host/console/attention.h"

#include <cppunit/extensions/HelperMacros.h>

namespace kongflow::host::test {

class AttentionTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AttentionTest);
  CPPUNIT_TEST(nothing_is_said_when_all_is_well);
  CPPUNIT_TEST(each_sign_is_named_with_what_to_do);
  CPPUNIT_TEST(draining_is_worse_when_nobody_is_left);
  CPPUNIT_TEST(errors_come_before_warnings);
  CPPUNIT_TEST(a_drained_host_is_not_reported_twice);
  CPPUNIT_TEST_SUITE_END();

  static Signs well() {
    Signs signs;
    signs.connections = 10;
    signs.max_connections = 100;
    signs.hosts_alive = 2;
    signs.oldest_ready_seconds = 299;
    signs.health.checks = {{"database", std::nullopt}};
    return signs;
  }
  static std::string only(const Signs& signs) {
    const auto found = attention(signs);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, found.size());
    CPPUNIT_ASSERT(!found[0].detail.empty());
    return std::string(found[0].level) + ": " + found[0].title;
  }

 public:
  void nothing_is_said_when_all_is_well() { CPPUNIT_ASSERT(attention(well()).empty()); }

  void each_sign_is_named_with_what_to_do() {
    Signs signs = well();
    signs.hosts_dead = 2;
    CPPUNIT_ASSERT_EQUAL(std::string("error: 2 hosts have died"), only(signs));
    signs = well();
    signs.connections = 91;
    CPPUNIT_ASSERT_EQUAL(std::string("warning: The database is nearly out of connections"), only(signs));
    signs = well();
    signs.failures_last_hour = 1;
    CPPUNIT_ASSERT_EQUAL(std::string("warning: 1 task has failed for good in the last hour"), only(signs));
    signs = well();
    signs.oldest_ready_seconds = 660;
    CPPUNIT_ASSERT_EQUAL(std::string("warning: A task has been ready for 11 minutes"), only(signs));
    signs = well();
    signs.requests = 200;
    signs.failed_requests = 10;
    CPPUNIT_ASSERT_EQUAL(std::string("warning: 5 % of requests fail"), only(signs));
    signs = well();
    signs.queue_problem = "Migrate it.";
    CPPUNIT_ASSERT_EQUAL(std::string("error: The queue's schema does not fit"), only(signs));
    signs = well();
    signs.health.checks.emplace_back("plugin mail", "The server is away.");
    CPPUNIT_ASSERT_EQUAL(std::string("error: This host is not ready: plugin mail"), only(signs));
    signs = well();
    signs.busy_shares = {{"The environment prod of Acme, Shop", 64, 1, 7}};
    CPPUNIT_ASSERT_EQUAL(std::string("warning: The environment prod of Acme, Shop asks for more than its share"),
                         only(signs));
    CPPUNIT_ASSERT(attention(signs)[0].detail.find(
                       "7 of its requests were rejected lately, 1 queue and 64 calls wait") != std::string::npos);
    signs = well();
    signs.database_answers = false;
    signs.database_error = "It is away.";
    CPPUNIT_ASSERT_EQUAL(std::string("error: The database does not answer"), only(signs));
  }

  void draining_is_worse_when_nobody_is_left() {
    Signs signs = well();
    signs.hosts_draining = 1;
    CPPUNIT_ASSERT_EQUAL(std::string("warning: 1 host is draining"), only(signs));
    signs.hosts_draining = 2;
    CPPUNIT_ASSERT_EQUAL(std::string("error: No host takes tasks"), only(signs));
  }

  void errors_come_before_warnings() {
    Signs signs = well();
    signs.failures_last_hour = 1;
    signs.oldest_ready_seconds = 1000;
    signs.hosts_draining = 1;
    signs.health.checks.emplace_back("plugin mail", "The server is away.");
    const auto found = attention(signs);
    CPPUNIT_ASSERT_EQUAL(std::size_t{4}, found.size());
    CPPUNIT_ASSERT_EQUAL(std::string("error"), std::string(found[0].level));
    for (std::size_t i = 1; i < found.size(); ++i)
      CPPUNIT_ASSERT_EQUAL(std::string("warning"), std::string(found[i].level));
  }

  void a_drained_host_is_not_reported_twice() {
    Signs signs = well();
    signs.hosts_draining = 1;
    signs.health.checks.emplace_back("drain", "An operator drains this host.");
    CPPUNIT_ASSERT_EQUAL(std::string("warning: 1 host is draining"), only(signs));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AttentionTest);

}  // namespace kongflow::host::test
