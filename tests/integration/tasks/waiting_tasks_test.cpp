// Tasks that wait for another party, such as an app's answer: the runner shares them out fairly.
#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>

#include "host/base/text.h"
#include "integration/tasks/runner_fixture.h"

namespace kongflow::testing {

class WaitingTasksTest : public RunnerFixture {
  CPPUNIT_TEST_SUITE(WaitingTasksTest);
  CPPUNIT_TEST(hold_no_task_slot);
  CPPUNIT_TEST(of_a_full_share_go_back_untouched_while_another_share_is_served);
  CPPUNIT_TEST(of_a_full_share_keep_their_order);
  CPPUNIT_TEST(outside_named_queues_are_postponed);
  CPPUNIT_TEST(without_a_share_run_like_others);
  CPPUNIT_TEST(with_a_large_payload_are_shared_out_too);
  CPPUNIT_TEST(are_given_back_when_the_host_drains);
  CPPUNIT_TEST_SUITE_END();

  // Tasks wait here until the test opens it, or until they are cancelled.
  class Gate {
   public:
    kf_status pass(host::Call& call) {
      ++inside_;
      while (!open_ && !call.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(2));
      --inside_;
      return open_ ? KF_OK : KF_CANCELLED;
    }
    int inside() const { return inside_; }
    void open() { open_ = true; }

   private:
    std::atomic<int> inside_{0};
    std::atomic<bool> open_{false};
  };

  static constexpr int kWaiting = 4 * host::Admission::kCallsPerShare;  // tasks of a share that wait for a thread

  Gate gate_;
  std::atomic<int> limit_{2};

  void fetch_waits_at_the_gate() {
    on_waiting(
        "fetch",
        [this](const kf_task& task, host::Call& call) {
          note(std::string(host::view(task.queue_name)));
          return gate_.pass(call);
        },
        &limit_);
  }
  std::string fetch(const std::string& share, const std::string& queue) {
    return add("fetch", "payload => '{\"share\":\"" + share + "\"}', queue_name => '" + queue + "'");
  }
  static std::string joined(const std::vector<std::string>& words) {
    return std::accumulate(words.begin(), words.end(), std::string(),
                           [](const auto& before, const auto& word) { return before + " " + word; });
  }
  bool noted(const std::string& event) {
    const auto all = notes();
    return std::find(all.begin(), all.end(), event) != all.end();
  }

 public:
  void tearDown() override {
    gate_.open();
    RunnerFixture::tearDown();
  }

  void hold_no_task_slot() {
    settings_.concurrency = 1;
    fetch_waits_at_the_gate();
    on("step", [this](auto&, auto&) {
      note("step");
      return KF_OK;
    });
    fetch("a", "q1");
    fetch("a", "q2");
    start();
    await("both wait", [this] { return gate_.inside() == 2; });
    add("step");
    await("the step has run", [this] { return noted("step"); });
    CPPUNIT_ASSERT_EQUAL(2, gate_.inside());
    gate_.open();
    await_empty();
  }

  void of_a_full_share_go_back_untouched_while_another_share_is_served() {
    fetch_waits_at_the_gate();
    constexpr int surplus = 30;
    for (int i = 0; i < 2 + kWaiting + surplus; ++i) fetch("noisy", "noisy-" + std::to_string(i));
    start();
    const std::string untouched = "attempts = 0 and locked_by is null and run_at <= now()";
    // A take may hold one of them for a moment, until its queue is known to belong to the full share.
    const auto await_surplus = [&] {
      await("the surplus is back in the queue", [&] { return count(untouched) == std::to_string(surplus); });
    };
    await("the share is full", [this] { return gate_.inside() == 2; });
    await_surplus();
    fetch("quiet", "quiet");
    await("the other share is served", [this] { return noted("quiet"); });
    CPPUNIT_ASSERT_EQUAL(3, gate_.inside());
    await_surplus();
    gate_.open();
    await_empty();
    CPPUNIT_ASSERT_EQUAL(std::size_t{2 + kWaiting + surplus + 1}, notes().size());
  }

  void of_a_full_share_keep_their_order() {
    settings_.concurrency = 1;  // several threads would post them at once
    limit_ = 1;
    fetch_waits_at_the_gate();
    std::vector<std::string> queues;
    for (int i = 0; i < 1 + kWaiting + 30; ++i) {
      queues.push_back("q-" + std::to_string(i));
      fetch("a", queues.back());
    }
    start();
    await("the surplus is back in the queue",
          [&] { return count("locked_by is not null") == std::to_string(1 + kWaiting); });
    gate_.open();
    await_empty();
    CPPUNIT_ASSERT_EQUAL(joined(queues), joined(notes()));
  }

  void outside_named_queues_are_postponed() {
    limit_ = 1;
    fetch_waits_at_the_gate();
    for (int i = 0; i < 1 + kWaiting; ++i) fetch("a", "q-" + std::to_string(i));
    start();
    await("the share is full", [&] { return count("locked_by is not null") == std::to_string(1 + kWaiting); });
    const std::string task = add("fetch", "payload => '{\"share\":\"a\"}'");
    await("it is postponed", [&] { return of_task(task, "run_at > created_at + interval '0.5 seconds'") == "true"; });
    CPPUNIT_ASSERT_EQUAL(std::string("0"), of_task(task, "attempts"));
    gate_.open();
    await_empty();
  }

  void without_a_share_run_like_others() {
    settings_.concurrency = 1;
    fetch_waits_at_the_gate();
    gate_.open();
    add("fetch", "payload => '{}'");
    start();
    await_empty();
  }

  void with_a_large_payload_are_shared_out_too() {
    settings_.concurrency = 1;
    fetch_waits_at_the_gate();
    on("step", [this](auto&, auto&) {
      note("step");
      return KF_OK;
    });
    add("fetch", "payload => ('{\"share\":\"a\",\"padding\":\"' || repeat(md5('x'), 1000) || '\"}')::json");
    start();
    add("step");
    await("the step has run", [this] { return noted("step"); });
    gate_.open();
    await_empty();
  }

  void are_given_back_when_the_host_drains() {
    fetch_waits_at_the_gate();
    for (int i = 0; i < 10; ++i) fetch("a", "q-" + std::to_string(i));
    auto& runner = start();
    await("two run and the others wait",
          [this] { return gate_.inside() == 2 && count("locked_by is not null") == "10"; });
    runner.drain();
    await("the others are back", [this] { return count("locked_by is null and attempts = 0") == "8"; });
    runner.stop();
    CPPUNIT_ASSERT_EQUAL(std::string("10"), count("locked_by is null and attempts = 0"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(WaitingTasksTest);

}  // namespace kongflow::testing
