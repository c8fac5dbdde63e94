// Draining and stopping.
#include <atomic>

#include "integration/tasks/runner_fixture.h"

namespace kongflow::testing {
namespace {

using namespace std::chrono_literals;

class ShutdownTest : public RunnerFixture {
  CPPUNIT_TEST_SUITE(ShutdownTest);
  CPPUNIT_TEST(finishes_what_runs_and_gives_back_the_rest_when_draining);
  CPPUNIT_TEST(takes_nothing_after_draining);
  CPPUNIT_TEST(gives_back_what_was_cancelled);
  CPPUNIT_TEST(waits_in_vain_for_a_task_that_goes_on);
  CPPUNIT_TEST_SUITE_END();

 public:
  void finishes_what_runs_and_gives_back_the_rest_when_draining() {
    std::atomic<bool> started{false}, go_on{false};
    on("step", [&](auto&, auto&) {
      started = true;
      await("it may go on", [&] { return go_on.load(); });
      return KF_OK;
    });
    add_many("step", 5, "q");
    auto& runner = start();
    await("it has started", [&] { return started.load(); });
    CPPUNIT_ASSERT_EQUAL(std::string("5"), count("locked_at is not null and attempts = 1"));
    runner.drain();
    CPPUNIT_ASSERT(!runner.wait_idle(0ms));
    go_on = true;
    CPPUNIT_ASSERT(runner.wait_idle(10s));
    CPPUNIT_ASSERT_EQUAL(std::string("4"), count("is_available and attempts = 0 and run_at = created_at"));
    CPPUNIT_ASSERT_EQUAL(std::string("4"), count());
    CPPUNIT_ASSERT_EQUAL(std::string("t"),
                         database_.value("select locked_at is null from graphile_worker._private_job_queues"));
  }

  void takes_nothing_after_draining() {
    on("step", [this](auto&, auto&) {
      note("ran");
      return KF_OK;
    });
    auto& runner = start();
    runner.drain();
    add("step");
    runner.stop();
    CPPUNIT_ASSERT(notes().empty());
    CPPUNIT_ASSERT_EQUAL(std::string("1"), count("is_available"));
  }

  void gives_back_what_was_cancelled() {
    std::atomic<bool> started{false};
    on("endless", [&](auto&, host::Call& call) {
      started = true;
      await("it is cancelled", [&] { return call.cancelled(); });
      return KF_CANCELLED;
    });
    const std::string id = add("endless");
    auto& runner = start();
    await("it has started", [&] { return started.load(); });
    runner.drain();
    runner.cancel();
    CPPUNIT_ASSERT(runner.wait_idle(10s));
    CPPUNIT_ASSERT_EQUAL(std::string("0 t none"),
                         of_task(id, "concat_ws(' ', attempts, is_available, coalesce(last_error, 'none'))"));
  }

  void waits_in_vain_for_a_task_that_goes_on() {
    std::atomic<bool> started{false}, go_on{false};
    on("step", [&](auto&, auto&) {
      started = true;
      await("it may go on", [&] { return go_on.load(); });
      return KF_OK;
    });
    add("step");
    auto& runner = start();
    await("it has started", [&] { return started.load(); });
    runner.drain();
    CPPUNIT_ASSERT(!runner.wait_idle(30ms));
    go_on = true;
    runner.stop();
    CPPUNIT_ASSERT_EQUAL(std::string("0"), count());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ShutdownTest);

}  // namespace
}  // namespace kongflow::testing
