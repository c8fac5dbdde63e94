#include "host/admission/fair_queue.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <vector>

namespace kongflow::host::test {

using Verdict = FairQueue::Verdict;

// A queue whose jobs write their names down.
class Tenants {
 public:
  explicit Tenants(FairQueue::Limits limits) : queue(limits) {}

  Verdict add(const std::string& share, const std::string& job, Urgency urgency = Urgency::interactive) {
    return queue.add(share, urgency, [this, job] { ran.push_back(job); });
  }
  void add_many(const std::string& share, int count, Urgency urgency = Urgency::interactive) {
    for (int i = 0; i < count; ++i) CPPUNIT_ASSERT(add(share, share, urgency) == Verdict::accepted);
  }
  // Starts what the limits allow; the names of the jobs in their order.
  std::vector<std::string> start_all() {
    ran.clear();
    while (auto started = queue.start()) {
      started->job();
      running.push_back(std::move(*started));
    }
    return ran;
  }
  void finish(std::size_t index) {
    queue.finish(running.at(index));
    running.erase(running.begin() + static_cast<std::ptrdiff_t>(index));
  }
  std::string start_one() {
    ran.clear();
    auto started = queue.start();
    if (!started) return "";
    started->job();
    running.push_back(std::move(*started));
    return ran.front();
  }

  FairQueue queue;
  std::vector<FairQueue::Started> running;
  std::vector<std::string> ran;
};

class FairQueueTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FairQueueTest);
  CPPUNIT_TEST(a_new_share_gets_the_next_free_thread_regardless_of_the_backlog_of_others);
  CPPUNIT_TEST(shares_with_equal_load_take_turns);
  CPPUNIT_TEST(a_share_never_runs_more_than_its_limit);
  CPPUNIT_TEST(the_total_limit_applies_to_all_shares);
  CPPUNIT_TEST(jobs_of_a_share_start_in_the_order_added);
  CPPUNIT_TEST(interactive_jobs_of_a_share_start_before_its_background_jobs);
  CPPUNIT_TEST(background_jobs_leave_a_quarter_of_the_threads_to_requests);
  CPPUNIT_TEST(only_the_share_with_too_many_waiting_jobs_is_rejected);
  CPPUNIT_TEST(the_total_number_of_waiting_jobs_is_bounded);
  CPPUNIT_TEST(waiting_tasks_do_not_use_the_capacity_of_requests);
  CPPUNIT_TEST(withdrawn_jobs_no_longer_wait);
  CPPUNIT_TEST(a_share_without_jobs_takes_no_memory);
  CPPUNIT_TEST(a_rejected_job_leaves_no_share_behind);
  CPPUNIT_TEST(new_shares_do_not_overtake_waiting_ones);
  CPPUNIT_TEST(only_a_waiting_job_can_be_undone);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_new_share_gets_the_next_free_thread_regardless_of_the_backlog_of_others() {
    Tenants tenants({2, 2, 2000, 1000});
    tenants.add_many("noisy", 500);
    tenants.start_all();
    tenants.add_many("quiet", 1);
    tenants.finish(0);
    CPPUNIT_ASSERT_EQUAL(std::string("quiet"), tenants.start_one());
  }

  void shares_with_equal_load_take_turns() {
    Tenants tenants({1, 1, 100, 100});
    for (const char* share : {"a", "b", "c"}) tenants.add_many(share, 2);
    std::string order;
    for (int i = 0; i < 6; ++i) {
      order += tenants.start_one();
      tenants.finish(0);
    }
    CPPUNIT_ASSERT_EQUAL(std::string("abcabc"), order);
  }

  void a_share_never_runs_more_than_its_limit() {
    Tenants tenants({100, 3, 100, 100});
    tenants.add_many("a", 10);
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, tenants.start_all().size());
    tenants.finish(1);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, tenants.start_all().size());
    CPPUNIT_ASSERT_EQUAL(3, tenants.queue.running());
  }

  void the_total_limit_applies_to_all_shares() {
    Tenants tenants({5, 4, 100, 100});
    for (const char* share : {"a", "b", "c"}) tenants.add_many(share, 4);
    CPPUNIT_ASSERT_EQUAL(std::size_t{5}, tenants.start_all().size());
    CPPUNIT_ASSERT(!tenants.queue.start());
  }

  void jobs_of_a_share_start_in_the_order_added() {
    Tenants tenants({10, 10, 100, 100});
    for (const char* job : {"1", "2", "3"}) tenants.add("a", job);
    CPPUNIT_ASSERT(tenants.start_all() == std::vector<std::string>({"1", "2", "3"}));
  }

  void interactive_jobs_of_a_share_start_before_its_background_jobs() {
    Tenants tenants({1, 1, 100, 100});
    tenants.add("a", "task", Urgency::background);
    tenants.add("a", "request");
    CPPUNIT_ASSERT_EQUAL(std::string("request"), tenants.start_one());
    tenants.finish(0);
    CPPUNIT_ASSERT_EQUAL(std::string("task"), tenants.start_one());
  }

  void background_jobs_leave_a_quarter_of_the_threads_to_requests() {
    Tenants tenants({8, 4, 100, 100});
    for (const char* share : {"a", "b", "c"}) tenants.add_many(share, 4, Urgency::background);
    CPPUNIT_ASSERT_EQUAL(std::size_t{6}, tenants.start_all().size());
    for (const char* share : {"a", "b", "c"}) tenants.add_many(share, 1);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, tenants.start_all().size());

    Tenants one({100, 4, 100, 100});
    one.add_many("a", 10, Urgency::background);
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, one.start_all().size());
    one.add_many("a", 10);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, one.start_all().size());
  }

  void only_the_share_with_too_many_waiting_jobs_is_rejected() {
    Tenants tenants({1, 1, 100, 2});
    tenants.add_many("a", 2);
    CPPUNIT_ASSERT(tenants.add("a", "a") == Verdict::share_full);
    CPPUNIT_ASSERT(tenants.add("a", "a", Urgency::background) == Verdict::accepted);
    CPPUNIT_ASSERT(tenants.add("b", "b") == Verdict::accepted);
    tenants.start_one();
    CPPUNIT_ASSERT(tenants.add("a", "a") == Verdict::accepted);
  }

  void waiting_tasks_do_not_use_the_capacity_of_requests() {
    Tenants tenants({1, 1, 2, 2});
    tenants.add_many("a", 2, Urgency::background);
    CPPUNIT_ASSERT(tenants.add("b", "b", Urgency::background) == Verdict::full);
    CPPUNIT_ASSERT_EQUAL(0, tenants.queue.room("b", Urgency::background));
    CPPUNIT_ASSERT_EQUAL(2, tenants.queue.room("b", Urgency::interactive));
    tenants.add_many("b", 2);
    CPPUNIT_ASSERT(tenants.add("c", "c") == Verdict::full);
    CPPUNIT_ASSERT_EQUAL(4, tenants.queue.waiting());
  }

  void the_total_number_of_waiting_jobs_is_bounded() {
    Tenants tenants({1, 1, 3, 2});
    tenants.add_many("a", 2);
    tenants.add_many("b", 1);
    CPPUNIT_ASSERT(tenants.add("c", "c") == Verdict::full);
    CPPUNIT_ASSERT_EQUAL(3, tenants.queue.waiting());
  }

  void withdrawn_jobs_no_longer_wait() {
    Tenants tenants({1, 1, 100, 100});
    tenants.add_many("a", 3, Urgency::background);
    tenants.add_many("a", 1);
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, tenants.queue.withdraw(Urgency::background).size());
    CPPUNIT_ASSERT_EQUAL(1, tenants.queue.waiting());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, tenants.start_all().size());
    tenants.finish(0);
    CPPUNIT_ASSERT(!tenants.queue.start());
  }

  void new_shares_do_not_overtake_waiting_ones() {
    Tenants tenants({1, 1, 100, 100});
    tenants.add_many("m", 1);
    tenants.start_one();
    tenants.add_many("z", 1);
    tenants.add_many("a", 1);
    tenants.finish(0);
    tenants.add_many("b", 1);
    CPPUNIT_ASSERT_EQUAL(std::string("z"), tenants.start_one());
    tenants.finish(0);
    tenants.add_many("0", 1);
    CPPUNIT_ASSERT_EQUAL(std::string("a"), tenants.start_one());
  }

  void only_a_waiting_job_can_be_undone() {
    Tenants tenants({2, 2, 100, 100});
    tenants.add_many("a", 1);
    auto older = tenants.queue.start();
    tenants.add_many("a", 1);
    tenants.start_one();
    tenants.queue.undo_start(std::move(*older));
    CPPUNIT_ASSERT(!tenants.queue.undo_add("a", Urgency::interactive));
    CPPUNIT_ASSERT(!tenants.queue.undo_add("b", Urgency::interactive));
    CPPUNIT_ASSERT_EQUAL(1, tenants.queue.waiting());
    tenants.add_many("a", 1);
    CPPUNIT_ASSERT(tenants.queue.undo_add("a", Urgency::interactive));
    CPPUNIT_ASSERT_EQUAL(std::string("a"), tenants.start_one());
    CPPUNIT_ASSERT_EQUAL(0, tenants.queue.waiting());
  }

  void a_share_without_jobs_takes_no_memory() {
    Tenants tenants({1, 1, 100, 100});
    tenants.add_many("a", 1);
    tenants.add_many("b", 1);
    tenants.start_one();
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, tenants.queue.loads().size());
    tenants.finish(0);
    tenants.start_one();
    tenants.finish(0);
    CPPUNIT_ASSERT(tenants.queue.loads().empty());
  }

  void a_rejected_job_leaves_no_share_behind() {
    Tenants tenants({1, 1, 100, 0});
    CPPUNIT_ASSERT(tenants.add("a", "a") == Verdict::share_full);
    CPPUNIT_ASSERT(tenants.queue.loads().empty());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(FairQueueTest);

}  // namespace kongflow::host::test
