#include "host/console/alerts.h"

#include <cppunit/extensions/HelperMacros.h>

namespace kongflow::host::test {

class AlertsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AlertsTest);
  CPPUNIT_TEST(there_are_no_alerts_without_problems);
  CPPUNIT_TEST(each_problem_is_an_alert_with_advice);
  CPPUNIT_TEST(draining_the_last_host_is_an_error);
  CPPUNIT_TEST(errors_come_before_warnings);
  CPPUNIT_TEST(a_drained_host_is_not_reported_twice);
  CPPUNIT_TEST_SUITE_END();

  static HealthSignals well() {
    HealthSignals signals;
    signals.connections = 10;
    signals.max_connections = 100;
    signals.hosts_alive = 2;
    signals.oldest_ready_seconds = 299;
    signals.health.checks = {{"database", std::nullopt}};
    return signals;
  }
  static std::string only(const HealthSignals& signals) {
    const auto found = alerts(signals);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, found.size());
    CPPUNIT_ASSERT(!found[0].detail.empty());
    return std::string(found[0].level) + ": " + found[0].title;
  }

 public:
  void there_are_no_alerts_without_problems() { CPPUNIT_ASSERT(alerts(well()).empty()); }

  void each_problem_is_an_alert_with_advice() {
    HealthSignals signals = well();
    signals.hosts_dead = 2;
    CPPUNIT_ASSERT_EQUAL(std::string("error: 2 hosts have died"), only(signals));
    signals = well();
    signals.connections = 91;
    CPPUNIT_ASSERT_EQUAL(std::string("warning: The database is nearly out of connections"), only(signals));
    signals = well();
    signals.failures_last_hour = 1;
    CPPUNIT_ASSERT_EQUAL(std::string("warning: 1 task has failed permanently in the last hour"), only(signals));
    signals = well();
    signals.oldest_ready_seconds = 660;
    CPPUNIT_ASSERT_EQUAL(std::string("warning: A task has been ready for 11 minutes"), only(signals));
    signals = well();
    signals.requests = 200;
    signals.failed_requests = 10;
    CPPUNIT_ASSERT_EQUAL(std::string("warning: 5 % of requests fail"), only(signals));
    signals = well();
    signals.queue_problem = "Migrate it.";
    CPPUNIT_ASSERT_EQUAL(std::string("error: The queue's schema is not compatible"), only(signals));
    signals = well();
    signals.health.checks.emplace_back("plugin mail", "The server is away.");
    CPPUNIT_ASSERT_EQUAL(std::string("error: This host is not ready: plugin mail"), only(signals));
    signals = well();
    signals.busy_shares = {{"The environment prod of Acme, Shop", 64, 1, 7}};
    CPPUNIT_ASSERT_EQUAL(std::string("warning: The environment prod of Acme, Shop exceeds its share"), only(signals));
    CPPUNIT_ASSERT(alerts(signals)[0].detail.find(
                       "7 of its requests were rejected recently, 1 queue and 64 calls wait") != std::string::npos);
    signals = well();
    signals.database_answers = false;
    signals.database_error = "It is away.";
    CPPUNIT_ASSERT_EQUAL(std::string("error: The database does not answer"), only(signals));
  }

  void draining_the_last_host_is_an_error() {
    HealthSignals signals = well();
    signals.hosts_draining = 1;
    CPPUNIT_ASSERT_EQUAL(std::string("warning: 1 host is draining"), only(signals));
    signals.hosts_draining = 2;
    CPPUNIT_ASSERT_EQUAL(std::string("error: No host takes tasks"), only(signals));
  }

  void errors_come_before_warnings() {
    HealthSignals signals = well();
    signals.failures_last_hour = 1;
    signals.oldest_ready_seconds = 1000;
    signals.hosts_draining = 1;
    signals.health.checks.emplace_back("plugin mail", "The server is away.");
    const auto found = alerts(signals);
    CPPUNIT_ASSERT_EQUAL(std::size_t{4}, found.size());
    CPPUNIT_ASSERT_EQUAL(std::string("error"), std::string(found[0].level));
    for (std::size_t i = 1; i < found.size(); ++i)
      CPPUNIT_ASSERT_EQUAL(std::string("warning"), std::string(found[i].level));
  }

  void a_drained_host_is_not_reported_twice() {
    HealthSignals signals = well();
    signals.hosts_draining = 1;
    signals.health.checks.emplace_back("drain", "An operator drained this host.");
    CPPUNIT_ASSERT_EQUAL(std::string("warning: 1 host is draining"), only(signals));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AlertsTest);

}  // namespace kongflow::host::test
