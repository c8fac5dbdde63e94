#include <cppunit/extensions/HelperMacros.h>
#include <prometheus/registry.h>

#include <atomic>
#include <functional>
#include <sstream>
#include <thread>

#include "host/fleet/heartbeat.h"
#include "host/fleet/host_store.h"
#include "host/fleet/minute_store.h"
#include "host/fleet/work_meter.h"
#include "support/test_database.h"

namespace kongflow::host {
namespace {

using minute_store::Work;
using testing::TestDatabase;

void await(const std::string& what, const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    CPPUNIT_ASSERT_MESSAGE(what, std::chrono::steady_clock::now() < deadline);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

class FleetTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FleetTest);
  CPPUNIT_TEST(a_beat_writes_the_row_and_hears_the_wish_to_drain);
  CPPUNIT_TEST(a_host_is_alive_while_it_beats);
  CPPUNIT_TEST(a_host_that_came_back_replaces_its_dead_self);
  CPPUNIT_TEST(rows_of_hosts_that_died_go_after_an_hour);
  CPPUNIT_TEST(work_of_a_minute_is_added_up);
  CPPUNIT_TEST(minutes_come_without_gaps_and_of_all_hosts_together);
  CPPUNIT_TEST(minutes_go_after_a_day);
  CPPUNIT_TEST(the_meter_writes_each_work_once);
  CPPUNIT_TEST(the_hosts_own_pages_are_not_work);
  CPPUNIT_TEST(a_heartbeat_comes_goes_and_obeys);
  CPPUNIT_TEST(a_heartbeat_survives_a_restart_of_the_database);
  CPPUNIT_TEST(a_heartbeat_that_is_not_written_is_a_problem_until_it_is);
  CPPUNIT_TEST_SUITE_END();

  const TestDatabase database_;
  postgres::Connection connection_ = database_.connect();
  prometheus::Registry registry_;
  std::ostringstream log_text_;
  Log log_{log_text_, LogLevel::info, LogFormat::json};

  static host_store::HostRow row(const std::string& id, int tasks_running = 0) {
    return {id, "machine", "1.0", "http://127.0.0.1:1", 42, tasks_running, 0};
  }
  std::string alive(const std::string& id) {
    const std::string json = host_store::hosts_json(connection_, "");
    return database_.value("select one->>'alive' from json_array_elements($1::json->'hosts') one where one->>'id' = $2",
                           {json, id});
  }

 public:
  void a_beat_writes_the_row_and_hears_the_wish_to_drain() {
    CPPUNIT_ASSERT(!host_store::beat(connection_, row("a", 1)));
    CPPUNIT_ASSERT(!host_store::set_draining(connection_, "b", true));
    CPPUNIT_ASSERT(host_store::set_draining(connection_, "a", true));
    CPPUNIT_ASSERT(host_store::beat(connection_, row("a", 3)));
    CPPUNIT_ASSERT_EQUAL(std::string("3"), database_.value("select tasks_running from kongflow_hosts where id = 'a'"));
    CPPUNIT_ASSERT(host_store::set_draining(connection_, "a", false));
    CPPUNIT_ASSERT(!host_store::beat(connection_, row("a")));
    host_store::remove(connection_, "a");
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"hosts":[]})"), host_store::hosts_json(connection_, "a"));
  }

  void a_host_is_alive_while_it_beats() {
    const std::string host = "kongflow-00000000-machine-1";
    host_store::beat(connection_, row(host));
    CPPUNIT_ASSERT_EQUAL(std::string("true"), alive(host));
    database_.run("update kongflow_hosts set heartbeat_at = now() - interval '6 seconds'");
    CPPUNIT_ASSERT_EQUAL(std::string("false"), alive(host));
    host_store::beat(connection_, row(host));
    CPPUNIT_ASSERT_EQUAL(std::string("true"), alive(host));
  }

  void a_host_that_came_back_replaces_its_dead_self() {
    auto elsewhere = row("kongflow-00000000-machine-2");
    elsewhere.url = "http://127.0.0.1:2";
    host_store::beat(connection_, elsewhere);
    host_store::beat(connection_, row("kongflow-00000001-machine-3"));
    database_.run("update kongflow_hosts set heartbeat_at = now() - interval '21 seconds'");
    host_store::beat(connection_, row("kongflow-00000005-machine-6"));
    database_.run(
        "update kongflow_hosts set heartbeat_at = now() - interval '6 seconds' where id = "
        "'kongflow-00000005-machine-6'");
    const auto returned = row("kongflow-00000002-machine-4");
    host_store::beat(connection_, returned);
    host_store::beat(connection_, row("kongflow-00000003-machine-5"));
    host_store::replace_dead(connection_, returned);
    CPPUNIT_ASSERT_EQUAL(
        std::string("kongflow-00000000-machine-2 kongflow-00000002-machine-4 kongflow-00000003-machine-5"
                    " kongflow-00000005-machine-6"),
        database_.value("select string_agg(id, ' ' order by id) from kongflow_hosts"));
  }

  void rows_of_hosts_that_died_go_after_an_hour() {
    host_store::beat(connection_, row("old"));
    host_store::beat(connection_, row("new"));
    database_.run("update kongflow_hosts set heartbeat_at = now() - interval '61 minutes' where id = 'old'");
    host_store::prune(connection_);
    CPPUNIT_ASSERT_EQUAL(std::string("new"), database_.value("select string_agg(id, ' ') from kongflow_hosts"));
  }

  void work_of_a_minute_is_added_up() {
    // Both in one minute, whatever the clock says.
    const postgres::Transaction transaction(connection_.native());
    minute_store::add(connection_, "a", {1, 2, 3, 4, 1, {1, 0}});
    minute_store::add(connection_, "a", {1, 0, 0, 2, 0, {1, 1, 5}});
    const Work sum = minute_store::last(connection_, 1).at(0).work;
    CPPUNIT_ASSERT(sum.done == 2 && sum.retried == 2 && sum.failed == 3 && sum.http == 6 && sum.http_errors == 1);
    CPPUNIT_ASSERT((sum.http_buckets == std::vector<std::int64_t>{2, 1, 5}));
  }

  void minutes_come_without_gaps_and_of_all_hosts_together() {
    const postgres::Transaction transaction(connection_.native());
    minute_store::add(connection_, "a", {1, 0, 0, 3, 0, {1, 2}});
    minute_store::add(connection_, "b", {10, 0, 0, 3, 0, {0, 3}});
    connection_.execute("update kongflow_minutes set minute = minute - interval '2 minutes'");
    minute_store::add(connection_, "b", {5, 0, 0, 0, 0, {}});
    const auto minutes = minute_store::last(connection_, 4);
    CPPUNIT_ASSERT_EQUAL(std::size_t{4}, minutes.size());
    CPPUNIT_ASSERT(minutes[0].work.done == 0 && minutes[1].work.done == 11 && minutes[2].work.done == 0);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{5}, minutes[3].work.done);
    CPPUNIT_ASSERT((minutes[1].work.http_buckets == std::vector<std::int64_t>{1, 5}));
    for (std::size_t i = 1; i < 4; ++i) CPPUNIT_ASSERT(minutes[i - 1].at < minutes[i].at);
    CPPUNIT_ASSERT_EQUAL(std::string(":00.000Z"), minutes[0].at.substr(16));
  }

  void minutes_go_after_a_day() {
    minute_store::add(connection_, "a", {1, 0, 0, 0, 0, {}});
    database_.run(
        "insert into kongflow_minutes select minute - interval '25 hours', 'old', 1, 1, 1, 1, 1, '{}'"
        " from kongflow_minutes");
    minute_store::prune(connection_);
    CPPUNIT_ASSERT_EQUAL(std::string("a"), database_.value("select string_agg(host, ' ') from kongflow_minutes"));
  }

  void the_meter_writes_each_work_once() {
    WorkMeter meter;
    HostActivity activity;
    activity.tasks = {{"one", 5, 1, 2, {}}};
    activity.routes = {{"GET", "/a", 3, 1, {1, 2}}};
    meter.write(connection_, "a", activity);
    meter.write(connection_, "a", activity);
    activity.tasks[0].done = 9;
    activity.routes[0] = {"GET", "/a", 4, 1, {1, 3}};
    meter.write(connection_, "a", activity);
    Work sum;
    for (const auto& minute : minute_store::last(connection_, 10)) sum += minute.work;
    CPPUNIT_ASSERT(sum.done == 9 && sum.retried == 1 && sum.failed == 2 && sum.http == 4 && sum.http_errors == 1);
    CPPUNIT_ASSERT((sum.http_buckets == std::vector<std::int64_t>{1, 3}));
  }

  void the_hosts_own_pages_are_not_work() {
    WorkMeter meter;
    HostActivity activity;
    for (const char* path : {"/console", "/console/api/tasks", "/healthz", "/readyz", "/metrics"})
      activity.routes.push_back({"GET", path, 1, 0, {1}});
    meter.write(connection_, "a", activity);
    CPPUNIT_ASSERT_EQUAL(std::string("0"), database_.value("select count(*) from kongflow_minutes"));
  }

  void a_heartbeat_comes_goes_and_obeys() {
    std::atomic<int> drained{0};
    Heartbeat heartbeat(database_.connection_string(), registry_, log_);
    CPPUNIT_ASSERT_EQUAL(std::string(), heartbeat.id());
    std::atomic<bool> heard{false};
    heartbeat.start("a", "http://127.0.0.1:1",
                    {[&](bool draining) { drained += draining ? 1 : 100; }, [&](auto) { heard = true; }});
    CPPUNIT_ASSERT_EQUAL(std::string("a"), heartbeat.id());
    await("the host is there",
          [&] { return database_.value("select url from kongflow_hosts") == "http://127.0.0.1:1"; });
    await("it was heard", [&] { return heard.load(); });
    host_store::set_draining(connection_, "a", true);
    heartbeat.beat_now();
    await("it drains", [&] { return drained == 1; });
    host_store::set_draining(connection_, "a", false);
    heartbeat.beat_now();
    await("it is resumed", [&] { return drained == 101; });
    heartbeat.stop();
    CPPUNIT_ASSERT_EQUAL(std::string("0"), database_.value("select count(*) from kongflow_hosts"));
  }

  void a_heartbeat_survives_a_restart_of_the_database() {
    Heartbeat heartbeat(database_.connection_string(), registry_, log_);
    heartbeat.start("a", "http://127.0.0.1:1", {[](bool) {}, [](auto) {}});
    await("the host is there", [&] { return database_.value("select count(*) from kongflow_hosts") == "1"; });
    database_.disconnect_all();
    connection_ = database_.connect();
    const std::string before = database_.value("select heartbeat_at from kongflow_hosts");
    await("it beats again", [&] { return database_.value("select heartbeat_at from kongflow_hosts") > before; });
    heartbeat.stop();
  }

  void a_heartbeat_that_is_not_written_is_a_problem_until_it_is() {
    Heartbeat heartbeat(database_.connection_string(), registry_, log_);
    heartbeat.start("a", "http://127.0.0.1:1", {[](bool) {}, [](auto) {}});
    await("the host is there", [&] { return database_.value("select count(*) from kongflow_hosts") == "1"; });
    CPPUNIT_ASSERT(!heartbeat.problem());
    database_.run("alter table kongflow_hosts rename to hidden");
    await("it is a problem", [&] { return heartbeat.problem().has_value(); });
    const std::string problem = *heartbeat.problem();
    CPPUNIT_ASSERT_MESSAGE(problem, problem.find(" s ago, so other hosts may take over its tasks: relation "
                                                 "\"kongflow_hosts\" does not exist.") != std::string::npos);
    database_.run("alter table hidden rename to kongflow_hosts");
    await("it is none", [&] { return !heartbeat.problem(); });
    heartbeat.stop();
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FleetTest);

}  // namespace
}  // namespace kongflow::host
