#include "host/base/worker_pool.h"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "support/refusal.h"
#include "support/scarce_threads.h"

namespace kongflow::host::test {

// Jobs that wait until the test lets them end.
class Barrier {
 public:
  std::function<void()> job() {
    return [this] {
      std::unique_lock lock(mutex_);
      ++inside_;
      changed_.notify_all();
      changed_.wait(lock, [this] { return open_; });
      ++done_;
      changed_.notify_all();
    };
  }
  void await_inside(int jobs) { await(inside_, jobs); }
  void await_done(int jobs) { await(done_, jobs); }
  int inside() {
    const std::lock_guard lock(mutex_);
    return inside_;
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  void await(const int& count, int wanted) {
    std::unique_lock lock(mutex_);
    CPPUNIT_ASSERT(changed_.wait_for(lock, std::chrono::seconds(60), [&] { return count >= wanted; }));
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  int inside_ = 0;
  int done_ = 0;
  bool open_ = false;
};

class WorkerPoolTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(WorkerPoolTest);
  CPPUNIT_TEST(blocked_jobs_do_not_delay_others);
  CPPUNIT_TEST(never_runs_more_jobs_than_its_limit);
  CPPUNIT_TEST(one_thread_starts_jobs_in_the_order_posted);
  CPPUNIT_TEST(stop_drops_waiting_jobs_and_waits_for_running_ones);
  CPPUNIT_TEST(rejects_jobs_after_stop);
  CPPUNIT_TEST(continues_with_its_threads_when_the_system_starts_no_more);
  CPPUNIT_TEST(names_the_limits_that_prevent_the_first_thread);
  CPPUNIT_TEST_SUITE_END();

 public:
  void blocked_jobs_do_not_delay_others() {
    Barrier barrier;
    WorkerPool pool(100);
    for (int i = 0; i < 100; ++i) CPPUNIT_ASSERT(pool.post(barrier.job()));
    barrier.await_inside(100);
    barrier.open();
    barrier.await_done(100);
  }

  void never_runs_more_jobs_than_its_limit() {
    Barrier barrier;
    WorkerPool pool(3);
    for (int i = 0; i < 10; ++i) CPPUNIT_ASSERT(pool.post(barrier.job()));
    barrier.await_inside(3);
    CPPUNIT_ASSERT_EQUAL(3, barrier.inside());
    barrier.open();
    barrier.await_done(10);
  }

  void one_thread_starts_jobs_in_the_order_posted() {
    Barrier barrier;
    WorkerPool pool(1);
    std::vector<int> order;
    CPPUNIT_ASSERT(pool.post(barrier.job()));
    for (int i = 0; i < 50; ++i) CPPUNIT_ASSERT(pool.post([&order, i] { order.push_back(i); }));
    CPPUNIT_ASSERT(pool.post(barrier.job()));
    barrier.open();
    barrier.await_done(2);
    CPPUNIT_ASSERT_EQUAL(std::size_t{50}, order.size());
    for (int i = 0; i < 50; ++i) CPPUNIT_ASSERT_EQUAL(i, order[static_cast<std::size_t>(i)]);
  }

  void stop_drops_waiting_jobs_and_waits_for_running_ones() {
    Barrier barrier;
    WorkerPool pool(1);
    CPPUNIT_ASSERT(pool.post(barrier.job()));
    barrier.await_inside(1);
    auto dropped = std::make_shared<int>();
    const std::weak_ptr<int> still_there = dropped;
    std::atomic<bool> dropped_ran{false};
    CPPUNIT_ASSERT(pool.post([dropped = std::move(dropped), &dropped_ran] { dropped_ran = true; }));
    std::thread opener([&] {
      while (!still_there.expired()) std::this_thread::yield();
      barrier.open();
    });
    pool.stop();
    opener.join();
    barrier.await_done(1);
    CPPUNIT_ASSERT(!dropped_ran);
  }

  void rejects_jobs_after_stop() {
    std::atomic<bool> ran{false};
    WorkerPool pool(2);
    pool.stop();
    CPPUNIT_ASSERT(!pool.post([&] { ran = true; }));
    pool.stop();
    CPPUNIT_ASSERT(!ran);
  }

  void continues_with_its_threads_when_the_system_starts_no_more() {
    testing::expect_in_own_process([]() -> std::string {
      Barrier barrier, free_again;
      WorkerPool pool(10);
      if (!pool.post(barrier.job())) return "the first thread is not there";
      barrier.await_inside(1);
      testing::limit_threads(0);
      const bool taken = pool.post([] {});
      barrier.open();
      if (taken) return "a job was taken that no thread can run";
      free_again.open();
      while (!pool.post(free_again.job())) std::this_thread::yield();  // until the first thread is idle
      free_again.await_done(1);
      return "";
    });
  }

  void names_the_limits_that_prevent_the_first_thread() {
    testing::expect_in_own_process([]() -> std::string {
      testing::limit_threads(0);
      const std::string message = testing::refusal([] { WorkerPool(10); });
      for (const char* limit : {"ulimit -u", "pids.max", "TasksMax"})
        if (message.find(limit) == std::string::npos) return "it said: " + message;
      return "";
    });
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(WorkerPoolTest);

}  // namespace kongflow::host::test
