// Tasks beside many others in the queue that this host is not to take: the work for a take does not grow with them.
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "host/base/text.h"
#include "integration/tasks/runner_fixture.h"

namespace kongflow::testing {

class BacklogTest : public RunnerFixture {
  CPPUNIT_TEST_SUITE(BacklogTest);
  CPPUNIT_TEST(of_kinds_of_other_workers_is_passed_over);
  CPPUNIT_TEST(of_a_locked_queue_is_passed_over);
  CPPUNIT_TEST(of_one_transaction_keeps_its_order_in_each_queue);
  CPPUNIT_TEST_SUITE_END();

  static constexpr int kOthers = 50'000;
  static constexpr std::size_t kTasks = 20;

  // Older than every other task.
  void add_others(const std::string& identifier, const std::string& queue_id) {
    database_.run("insert into graphile_worker._private_tasks (identifier) values ('" + identifier +
                  "') on conflict do nothing");
    database_.run(
        "insert into graphile_worker._private_jobs (task_id, job_queue_id, run_at)"
        " select (select id from graphile_worker._private_tasks where identifier = '" +
        identifier + "'), " + queue_id + ", now() - interval '1 day' from generate_series(1, " +
        std::to_string(kOthers) + ")");
    database_.run("analyze graphile_worker._private_jobs");
  }
  // By all sessions that have ended.
  long index_entries_read() {
    database_.disconnect_all();
    return std::stol(
        database_.value("select coalesce(sum(idx_tup_read), 0) from pg_stat_user_indexes"
                        " where relname = '_private_jobs'"));
  }
  void expect_work_of_the_tasks_alone(const std::string& arguments) {
    on("step", [this](auto&, auto&) {
      note("step");
      return KF_OK;
    });
    const long before = index_entries_read();
    auto& runner = start();
    for (std::size_t i = 0; i < kTasks; ++i) add("step", arguments);
    await("the tasks have run", [this] { return notes().size() == kTasks; });
    runner.stop();
    const long read = index_entries_read() - before;
    CPPUNIT_ASSERT_MESSAGE(std::to_string(read) + " index entries were read", read < long{kTasks} * kOthers / 10);
  }

 public:
  void of_kinds_of_other_workers_is_passed_over() {
    add_others("elsewhere", "null");
    expect_work_of_the_tasks_alone("");
  }

  void of_a_locked_queue_is_passed_over() {
    database_.run(
        "insert into graphile_worker._private_job_queues (queue_name, locked_at, locked_by)"
        " values ('locked', now(), 'elsewhere')");
    add_others("step", "(select id from graphile_worker._private_job_queues where queue_name = 'locked')");
    expect_work_of_the_tasks_alone("queue_name => 'free'");
  }

  void of_one_transaction_keeps_its_order_in_each_queue() {
    on("step", [this](const kf_task& task, auto&) {
      note(std::string(host::view(task.queue_name)) + " " + std::string(host::view(task.payload_json)));
      return KF_OK;
    });
    constexpr int queues = 3, each = 1'500;  // more than a take looks at
    database_.run("select graphile_worker.add_job('step', payload => to_json(n), queue_name => 'q-' || n % " +
                  std::to_string(queues) + ") from generate_series(1, " + std::to_string(queues * each) + ") as n");
    start();
    await_empty();
    std::vector<int> last(queues, 0);
    for (const std::string& event : notes()) {
      const int queue = event[2] - '0', number = std::stoi(event.substr(4));
      CPPUNIT_ASSERT_EQUAL(last[queue] + (last[queue] == 0 ? (queue == 0 ? queues : queue) : queues), number);
      last[queue] = number;
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{queues * each}, notes().size());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(BacklogTest);

}  // namespace kongflow::testing
