#include "host/fleet/activity.h"

#include <cppunit/extensions/HelperMacros.h>
#include <prometheus/registry.h>

#include <sstream>

#include "host/http/request_journal.h"
#include "host/tasks/task_metrics.h"

namespace kongflow::host::test {

using std::chrono::milliseconds;

class ActivityTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ActivityTest);
  CPPUNIT_TEST(tasks_are_counted_by_outcome);
  CPPUNIT_TEST(requests_are_counted_by_route);
  CPPUNIT_TEST(buckets_count_each_duration_once);
  CPPUNIT_TEST(a_quantile_is_interpolated_within_its_bucket);
  CPPUNIT_TEST(a_quantile_beyond_the_last_bound_is_that_bound);
  CPPUNIT_TEST(empty_buckets_have_no_quantile);
  CPPUNIT_TEST_SUITE_END();

  prometheus::Registry registry_;
  std::ostringstream log_text_;
  Log log_{log_text_, LogLevel::error, LogFormat::json};

 public:
  void tasks_are_counted_by_outcome() {
    TaskMetrics metrics(registry_);
    for (int i = 0; i < 7; ++i) metrics.started();
    for (int i = 0; i < 3; ++i) metrics.ended("one", TaskOutcome::completed, milliseconds(20));
    metrics.ended("one", TaskOutcome::retried, milliseconds(20));
    metrics.ended("one", TaskOutcome::given_back, milliseconds(20));
    metrics.ended("other", TaskOutcome::failed, milliseconds(20));
    const auto activity = read_activity(registry_);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, activity.tasks.size());
    const TaskActivity& one = activity.tasks[0];
    CPPUNIT_ASSERT(one.task == "one" && one.done == 3 && one.retried == 1 && one.failed == 0);
    CPPUNIT_ASSERT(activity.tasks[1].failed == 1 && activity.tasks[1].done == 0);
    CPPUNIT_ASSERT_EQUAL(1, activity.tasks_running);
  }

  void requests_are_counted_by_route() {
    RequestJournal journal(registry_, log_);
    HttpRequest request;
    request.method = "GET";
    Route route;
    route.pattern = "/a/:b";
    for (const unsigned status : {200U, 404U, 503U}) journal.record(request, &route, status, milliseconds(3));
    journal.record(request, nullptr, 404, milliseconds(3));
    journal.in_flight(2);
    const auto activity = read_activity(registry_);
    CPPUNIT_ASSERT_EQUAL(2, activity.http_in_flight);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, activity.routes.size());
    const RouteActivity& counted = activity.routes[0];
    CPPUNIT_ASSERT(counted.pattern == "/a/:b" && counted.method == "GET" && counted.count == 3 && counted.errors == 1);
    CPPUNIT_ASSERT(activity.routes[1].pattern == "none");
  }

  void buckets_count_each_duration_once() {
    TaskMetrics metrics(registry_);
    for (const int ms : {2, 2, 70, 1'000'000}) metrics.ended("one", TaskOutcome::completed, milliseconds(ms));
    const auto activity = read_activity(registry_);
    const auto& buckets = activity.tasks.at(0).buckets;
    CPPUNIT_ASSERT_EQUAL(activity.task_bounds_ms.size() + 1, buckets.size());
    CPPUNIT_ASSERT_DOUBLES_EQUAL(1, activity.task_bounds_ms[0], 1e-9);
    CPPUNIT_ASSERT(buckets[1] == 2 && buckets.back() == 1);
    std::int64_t all = 0;
    for (const auto count : buckets) all += count;
    CPPUNIT_ASSERT_EQUAL(std::int64_t{4}, all);
  }

  void a_quantile_is_interpolated_within_its_bucket() {
    CPPUNIT_ASSERT_DOUBLES_EQUAL(9.5, quantile_ms({100, 0, 0}, {10, 20}, 0.95), 1e-9);
    CPPUNIT_ASSERT_DOUBLES_EQUAL(15, quantile_ms({90, 10, 0}, {10, 20}, 0.95), 1e-9);
  }

  void a_quantile_beyond_the_last_bound_is_that_bound() {
    CPPUNIT_ASSERT_DOUBLES_EQUAL(20, quantile_ms({1, 0, 99}, {10, 20}, 0.95), 1e-9);
  }

  void empty_buckets_have_no_quantile() {
    CPPUNIT_ASSERT(quantile_ms({}, {}, 0.95) < 0);
    CPPUNIT_ASSERT(quantile_ms({0, 0}, {10}, 0.95) < 0);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ActivityTest);

}  // namespace kongflow::host::test
