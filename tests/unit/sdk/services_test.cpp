// The wrapper's tasks, metrics, log, health, console and database.
#include <cppunit/extensions/HelperMacros.h>

#include <stdexcept>

#include "kongflow/testing/fake_host.h"
#include "sample_plugin.h"

namespace kongflow {
namespace {

using testing::FakeHost;
using testing::Outcome;

class ServicesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ServicesTest);
  CPPUNIT_TEST(task_handler_sees_the_task);
  CPPUNIT_TEST(task_outcomes_become_statuses_with_their_sentence);
  CPPUNIT_TEST(exception_of_a_task_is_tried_again);
  CPPUNIT_TEST(tasks_are_put_into_the_queue);
  CPPUNIT_TEST(failed_enqueue_throws_the_status_of_the_host);
  CPPUNIT_TEST(metrics_are_recorded_by_label);
  CPPUNIT_TEST(metric_with_wrong_labels_breaks_the_contract);
  CPPUNIT_TEST(log_lines_carry_fields_and_the_call);
  CPPUNIT_TEST(health_check_is_ready_or_says_why);
  CPPUNIT_TEST(panel_answers_rows_and_actions);
  CPPUNIT_TEST(panel_answers_a_row_and_its_version);
  CPPUNIT_TEST(database_is_there_from_start_on);
  CPPUNIT_TEST_SUITE_END();

 public:
  void task_handler_sees_the_task() {
    std::string seen;
    FakeHost host([&](Registrar& registrar) {
      registrar.task("look", [&](const Task& task, Call& call) {
        seen = std::string(task.identifier) + " " + std::string(task.id) + " " + std::string(task.payload_json) + " " +
               std::string(task.queue_name) + (task.last_attempt() ? " last " : " ") + call.id();
        return TaskOutcome::done();
      });
    });
    host.start();
    CPPUNIT_ASSERT_EQUAL(KF_OK + 0, host.run_task("look", {"{\"a\":1}", "7", "line", 25, 25}).status);
    CPPUNIT_ASSERT_EQUAL(std::string("look 7 {\"a\":1} line last task-1"), seen);
  }

  void task_outcomes_become_statuses_with_their_sentence() {
    TaskOutcome next = TaskOutcome::done();
    FakeHost host([&](Registrar& registrar) { registrar.task("end", [&](const Task&, Call&) { return next; }); });
    host.start();
    next = TaskOutcome::retry("Later.");
    check(host.run_task("end"), KF_RETRY, "RETRY", "Later.");
    next = TaskOutcome::failed("Never.", "BAD");
    check(host.run_task("end"), KF_FAILED, "BAD", "Never.");
    next = TaskOutcome::cancelled();
    check(host.run_task("end"), KF_CANCELLED, "CANCELLED", "The host is shutting down.");
  }

  void exception_of_a_task_is_tried_again() {
    FakeHost host([](Registrar& registrar) {
      registrar.task("throw", [](const Task&, Call&) -> TaskOutcome { throw std::runtime_error("Broken."); });
      registrar.task("throw.error", [](const Task&, Call&) -> TaskOutcome {
        throw Error(KF_FAILED, "PERMANENT", "Broken for good.");
      });
      registrar.task("throw.other", [](const Task&, Call&) -> TaskOutcome {
        throw Error(KF_UNAVAILABLE, "NOT_NOW", "Not in this phase.");
      });
    });
    host.start();
    check(host.run_task("throw"), KF_RETRY, "INTERNAL", "Broken.");
    check(host.run_task("throw.error"), KF_FAILED, "PERMANENT", "Broken for good.");
    check(host.run_task("throw.other"), KF_RETRY, "NOT_NOW", "Not in this phase.");
  }

  void tasks_are_put_into_the_queue() {
    FakeHost host([](Registrar& registrar) {
      registrar.task("put", [host = registrar.host()](const Task&, Call& call) {
        TaskSpec spec;
        spec.identifier = "later";
        spec.payload_json = "{\"b\":2}";
        spec.queue_name = "line";
        spec.job_key = "key";
        spec.delay = std::chrono::seconds(5);
        host.enqueue(spec, call);
        spec.priority = 3;
        host.enqueue(spec, call);
        return TaskOutcome::done();
      });
    });
    host.start();
    CPPUNIT_ASSERT_EQUAL(KF_OK + 0, host.run_task("put").status);
    const auto tasks = host.queue().tasks();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, tasks.size());
    CPPUNIT_ASSERT_EQUAL(std::string("later"), tasks[0].identifier);
    CPPUNIT_ASSERT_EQUAL(std::string("{\"b\":2}"), tasks[0].payload_json);
    CPPUNIT_ASSERT_EQUAL(std::string("line"), tasks[0].queue_name);
    CPPUNIT_ASSERT_EQUAL(3, tasks[0].priority);
    CPPUNIT_ASSERT_EQUAL(25u, tasks[0].max_attempts);
    CPPUNIT_ASSERT(std::chrono::seconds(5) == tasks[0].delay);
    host.queue().clear();
    CPPUNIT_ASSERT(host.queue().tasks().empty());
  }

  void failed_enqueue_throws_the_status_of_the_host() {
    FakeHost host([](Registrar& registrar) {
      registrar.task("put", [host = registrar.host()](const Task&, Call& call) {
        TaskSpec spec;
        spec.identifier = "later";
        host.enqueue(spec, call);
        return TaskOutcome::done();
      });
    });
    host.start();
    host.queue().answer_with(KF_RETRY);
    check(host.run_task("put"), KF_RETRY, "NOT_ENQUEUED", "The task later could not be enqueued.");
  }

  void metrics_are_recorded_by_label() {
    Counter().add();  // records nothing, touches nothing
    FakeHost host([](Registrar& registrar) {
      const Counter counter = registrar.counter("things_total", "Things.", {"kind"});
      const Gauge gauge = registrar.gauge("level", "Level.");
      const Histogram histogram = registrar.histogram("time_seconds", "Time.", {0.1, 1});
      registrar.task("record", [=](const Task&, Call&) {
        counter.add({"a"});
        counter.add({"a"}, 2);
        gauge.set(4);
        gauge.set(5);
        histogram.observe(0.2);
        histogram.observe(3);
        return TaskOutcome::done();
      });
    });
    host.start();
    host.run_task("record");
    CPPUNIT_ASSERT_EQUAL(3.0, host.metric("things_total", {"a"}));
    CPPUNIT_ASSERT_EQUAL(0.0, host.metric("things_total", {"b"}));
    CPPUNIT_ASSERT_EQUAL(5.0, host.metric("level"));
    CPPUNIT_ASSERT_EQUAL(2.0, host.metric("time_seconds"));
    CPPUNIT_ASSERT_THROW(host.metric("other"), std::out_of_range);
  }

  void metric_with_wrong_labels_breaks_the_contract() {
    FakeHost host([](Registrar& registrar) { registrar.counter("things_total", "Things.", {"kind"}).add(); });
    host.start();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, host.violations().size());
  }

  void log_lines_carry_fields_and_the_call() {
    FakeHost host([](Registrar& registrar) {
      registrar.task("say", [log = registrar.host().log()](const Task&, Call& call) {
        log.debug("d");
        log.warning("w", {{"key", "value"}});
        log.write(KF_LOG_ERROR, &call, "e");
        return TaskOutcome::done();
      });
      registrar.host().log().info("i");
    });
    host.start();
    host.run_task("say");
    const auto lines = host.log();
    CPPUNIT_ASSERT_EQUAL(std::size_t{4}, lines.size());
    CPPUNIT_ASSERT_EQUAL(KF_LOG_INFO + 0, lines[0].level);
    CPPUNIT_ASSERT_EQUAL(KF_LOG_DEBUG + 0, lines[1].level);
    CPPUNIT_ASSERT_EQUAL(std::string("value"), lines[2].fields.at(0).second);
    CPPUNIT_ASSERT_EQUAL(std::string("task-1"), lines[3].call_id);
  }

  void health_check_is_ready_or_says_why() {
    std::optional<std::string> problem;
    FakeHost host([&](Registrar& registrar) { registrar.health("disk", [&](Call&) { return problem; }); });
    host.start();
    CPPUNIT_ASSERT_EQUAL(KF_OK + 0, host.health("disk").status);
    problem = "The disk is full. Free some space.";
    check(host.health("disk"), KF_UNAVAILABLE, "NOT_READY", *problem);
  }

  void panel_answers_rows_and_actions() {
    FakeHost host([](Registrar& registrar) {
      Panel panel;
      panel.id = "things";
      panel.actions = {{"go", "Go"}};
      panel.rows = [](std::string_view query, Call&) { return PanelReply::json(std::string(query)); };
      panel.act = [](std::string_view action, std::string_view input, Call&) {
        if (input == "{}") return PanelReply::bad_input("No id.");
        return input == "1" ? PanelReply::json("{\"did\":\"" + std::string(action) + "\"}")
                            : PanelReply::not_found("No such row.");
      };
      registrar.panel(std::move(panel));
    });
    host.start();
    CPPUNIT_ASSERT((host.panels() == std::vector<std::string>{"things"}));
    CPPUNIT_ASSERT_EQUAL(std::string("{\"limit\":1}"), host.rows("things", "{\"limit\":1}").json);
    CPPUNIT_ASSERT_EQUAL(std::string("{\"did\":\"go\"}"), host.act("things", "go", "1").json);
    check(host.act("things", "go", "2"), KF_NOT_FOUND, "NOT_FOUND", "No such row.");
    check(host.act("things", "go", "{}"), KF_BAD_ARGUMENT, "BAD_INPUT", "No id.");
    CPPUNIT_ASSERT_THROW(host.act("things", "other", "1"), std::out_of_range);
    CPPUNIT_ASSERT_THROW(host.row("things", "{}"), std::out_of_range);
    CPPUNIT_ASSERT_THROW(host.version("things"), std::out_of_range);
  }

  void panel_answers_a_row_and_its_version() {
    FakeHost host([](Registrar& registrar) {
      Panel panel;
      panel.id = "things";
      panel.rows = [](std::string_view, Call&) { return PanelReply::json("{}"); };
      panel.row = [](std::string_view query, Call&) {
        return query == "{}" ? PanelReply::bad_input("No id.") : PanelReply::json(std::string(query));
      };
      panel.version = [](Call& call) {
        if (call.cancelled()) throw std::runtime_error("too late");
        return std::string("7.1");
      };
      registrar.panel(std::move(panel));
    });
    host.start();
    CPPUNIT_ASSERT_EQUAL(std::string("{\"id\":\"1\"}"), host.row("things", "{\"id\":\"1\"}").json);
    check(host.row("things", "{}"), KF_BAD_ARGUMENT, "BAD_INPUT", "No id.");
    CPPUNIT_ASSERT_EQUAL(std::string("7.1"), host.version("things").json);
    check(host.version("things", {{}, true}), KF_INTERNAL, "INTERNAL", "too late");
  }

  void database_is_there_from_start_on() {
    FakeHost with(sample_descriptor());
    with.set_database("host=/tmp dbname=x");
    std::string seen;
    sample_script().start = [&](Registrar& registrar) { seen = registrar.host().database(); };
    with.start();
    CPPUNIT_ASSERT_EQUAL(std::string("host=/tmp dbname=x"), seen);

    FakeHost without([&](Registrar& registrar) { CPPUNIT_ASSERT_THROW(registrar.host().database(), Error); });
    without.start();
  }

 private:
  static void check(const Outcome& outcome, kf_status status, const std::string& code, const std::string& message) {
    CPPUNIT_ASSERT_EQUAL(status, outcome.status);
    CPPUNIT_ASSERT_EQUAL(code, outcome.code);
    CPPUNIT_ASSERT_EQUAL(message, outcome.message);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ServicesTest);

}  // namespace
}  // namespace kongflow
