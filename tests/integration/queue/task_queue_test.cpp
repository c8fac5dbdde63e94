// Putting tasks into the queue.
#include "host/queue/task_queue.h"

#include <cppunit/extensions/HelperMacros.h>

#include <thread>

#include "host/base/text.h"
#include "support/test_database.h"

namespace kongflow::host {
namespace {

using testing::TestDatabase;

class TaskQueueTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TaskQueueTest);
  CPPUNIT_TEST(fills_in_the_queues_defaults);
  CPPUNIT_TEST(keeps_what_the_task_says);
  CPPUNIT_TEST(replaces_a_waiting_task_with_the_same_key);
  CPPUNIT_TEST(goes_on_after_the_connection_was_lost);
  CPPUNIT_TEST(adds_from_many_threads);
  CPPUNIT_TEST(throws_what_the_database_says);
  CPPUNIT_TEST_SUITE_END();

 public:
  void fills_in_the_queues_defaults() {
    const std::string id = queue_.add(spec("plain"));
    CPPUNIT_ASSERT_EQUAL(
        std::string("plain|{}||0|25|0|t"),
        database_.value("select concat_ws('|', task_identifier, payload, coalesce(queue_name, ''), jobs.priority, "
                        "jobs.max_attempts, jobs.attempts, jobs.run_at = jobs.created_at) "
                        "from graphile_worker.jobs join graphile_worker._private_jobs as p using (id) where id = $1",
                        {id}));
  }

  void keeps_what_the_task_says() {
    kf_task_spec task = spec("full");
    task.priority = -3;
    task.max_attempts = 7;
    task.delay_ms = 90'000;
    task.payload_json = to_abi("{\"b\": 1.50, \"a\":\"ü\"}");
    task.queue_name = to_abi("a queue");
    task.job_key = to_abi("a key");
    const std::string id = queue_.add(task);
    CPPUNIT_ASSERT_EQUAL(
        std::string("{\"b\": 1.50, \"a\":\"ü\"}|a queue|-3|7|a key|00:01:30"),
        database_.value("select concat_ws('|', payload, queue_name, jobs.priority, jobs.max_attempts, jobs.key, "
                        "jobs.run_at - jobs.created_at) "
                        "from graphile_worker.jobs join graphile_worker._private_jobs as p using (id) where id = $1",
                        {id}));
  }

  void replaces_a_waiting_task_with_the_same_key() {
    kf_task_spec task = spec("keyed");
    task.job_key = to_abi("only one");
    const std::string first = queue_.add(task);
    task.payload_json = to_abi("{\"second\":true}");
    CPPUNIT_ASSERT_EQUAL(first, queue_.add(task));
    CPPUNIT_ASSERT_EQUAL(
        std::string("1 {\"second\":true}"),
        database_.value("select count(*) || ' ' || max(payload::text) from graphile_worker._private_jobs"));
  }

  void goes_on_after_the_connection_was_lost() {
    queue_.add(spec("before"));
    database_.disconnect_all();
    queue_.add(spec("after"));
    CPPUNIT_ASSERT_EQUAL(std::string("2"), database_.value("select count(*) from graphile_worker.jobs"));
  }

  void adds_from_many_threads() {
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([this] {
        for (int n = 0; n < 25; ++n) queue_.add(spec("many"));
      });
    for (auto& thread : threads) thread.join();
    CPPUNIT_ASSERT_EQUAL(std::string("200"), database_.value("select count(*) from graphile_worker.jobs"));
  }

  void throws_what_the_database_says() {
    kf_task_spec task = spec("bad");
    task.payload_json = to_abi("{no json");
    try {
      queue_.add(task);
      CPPUNIT_FAIL("It was taken");
    } catch (const postgres::Error& error) {
      CPPUNIT_ASSERT_EQUAL(std::string("22P02"), error.sqlstate());
    }
    queue_.add(spec("good"));
  }

 private:
  static kf_task_spec spec(std::string_view identifier) {
    kf_task_spec task = {};
    task.struct_size = sizeof task;
    task.identifier = to_abi(identifier);
    return task;
  }

  const TestDatabase database_;
  TaskQueue queue_{database_.connection_string()};
};

CPPUNIT_TEST_SUITE_REGISTRATION(TaskQueueTest);

}  // namespace
}  // namespace kongflow::host
