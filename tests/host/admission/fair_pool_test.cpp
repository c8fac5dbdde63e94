#include "host/admission/fair_pool.h"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace kongflow::host::test {

// Jobs that stay inside until the test lets them go.
class Room {
 public:
  FairQueue::Job job() {
    return [this] {
      std::unique_lock lock(mutex_);
      ++inside_;
      changed_.notify_all();
      changed_.wait(lock, [this] { return leaving_ > 0; });
      --leaving_;
      --inside_;
      changed_.notify_all();
    };
  }
  void await_inside(int jobs) {
    std::unique_lock lock(mutex_);
    CPPUNIT_ASSERT(changed_.wait_for(lock, std::chrono::seconds(60), [&] { return inside_ == jobs; }));
  }
  void let_go(int jobs) {
    const std::lock_guard lock(mutex_);
    leaving_ += jobs;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int inside_ = 0;
  int leaving_ = 0;
};

class FairPoolTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FairPoolTest);
  CPPUNIT_TEST(a_waiting_share_leaves_threads_to_others);
  CPPUNIT_TEST(waiting_jobs_run_after_others_end);
  CPPUNIT_TEST(withdrawn_jobs_do_not_run);
  CPPUNIT_TEST(stop_destroys_waiting_jobs_and_waits_for_running_ones);
  CPPUNIT_TEST_SUITE_END();

  using Verdict = FairPool::Verdict;

  static void await_idle(const FairPool& pool) {
    while (!pool.idle()) std::this_thread::yield();
  }

 public:
  void a_waiting_share_leaves_threads_to_others() {
    Room noisy, quiet;
    FairPool pool({4, 3, 100, 2});
    for (int i = 0; i < 3; ++i)
      CPPUNIT_ASSERT(pool.post("noisy", Urgency::interactive, noisy.job()) == Verdict::accepted);
    noisy.await_inside(3);
    for (int i = 0; i < 2; ++i)
      CPPUNIT_ASSERT(pool.post("noisy", Urgency::interactive, noisy.job()) == Verdict::accepted);
    CPPUNIT_ASSERT(pool.post("noisy", Urgency::interactive, noisy.job()) == Verdict::share_full);
    CPPUNIT_ASSERT(pool.post("quiet", Urgency::interactive, quiet.job()) == Verdict::accepted);
    quiet.await_inside(1);
    noisy.let_go(5);
    quiet.let_go(1);
    await_idle(pool);
  }

  void waiting_jobs_run_after_others_end() {
    std::atomic<int> ran{0};
    FairPool pool({2, 1, 1'000, 1'000});
    for (int i = 0; i < 1'000; ++i)
      CPPUNIT_ASSERT(pool.post(std::to_string(i % 7), i % 2 == 0 ? Urgency::interactive : Urgency::background,
                               [&] { ++ran; }) == Verdict::accepted);
    await_idle(pool);
    CPPUNIT_ASSERT_EQUAL(1'000, ran.load());
  }

  void withdrawn_jobs_do_not_run() {
    Room room;
    std::atomic<int> ran{0};
    FairPool pool({1, 1, 100, 100});
    pool.post("a", Urgency::interactive, room.job());
    room.await_inside(1);
    for (int i = 0; i < 3; ++i) pool.post("a", Urgency::background, [&] { ++ran; });
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, pool.withdraw(Urgency::background).size());
    room.let_go(1);
    await_idle(pool);
    CPPUNIT_ASSERT_EQUAL(0, ran.load());
  }

  void stop_destroys_waiting_jobs_and_waits_for_running_ones() {
    Room room;
    FairPool pool({1, 1, 100, 100});
    pool.post("a", Urgency::interactive, room.job());
    room.await_inside(1);
    auto held = std::make_shared<int>();
    const std::weak_ptr<int> waiting = held;
    pool.post("a", Urgency::interactive, [held = std::move(held)] {});
    std::thread opener([&] {
      while (!waiting.expired()) std::this_thread::yield();
      room.let_go(1);
    });
    pool.stop();
    opener.join();
    CPPUNIT_ASSERT(pool.post("a", Urgency::interactive, [] {}) == Verdict::full);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(FairPoolTest);

}  // namespace kongflow::host::test
