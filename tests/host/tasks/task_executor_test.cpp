#include "host/tasks/task_executor.h"

#include <cppunit/extensions/HelperMacros.h>
#include <prometheus/registry.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "support/refusal.h"
#include "support/scarce_threads.h"
#include "support/temporary_folder.h"

namespace kongflow::host::test {

class TaskExecutorTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TaskExecutorTest);
  CPPUNIT_TEST(asks_for_no_more_tasks_than_it_has_threads_and_grows_later);
  CPPUNIT_TEST(says_which_limits_keep_it_from_starting);
  CPPUNIT_TEST(runs_on_their_way_count_as_added);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {  // the process of a test may be another user's
    using std::filesystem::perms;
    std::filesystem::permissions(log_file_, perms::group_read | perms::others_read, std::filesystem::perm_options::add);
  }

  void asks_for_no_more_tasks_than_it_has_threads_and_grows_later() {
    if (::geteuid() != 0) return;  // the limit counts all processes of the user, and only root can take an unused one
    testing::expect_in_own_process([this]() -> std::string {
      testing::limit_threads(1 + 3);  // this one, the supervisor, two for tasks
      executor_.start();
      await("fewer threads than tasks.concurrency");
      if (executor_.demand().idle != 2) return "it wants " + std::to_string(executor_.demand().idle) + " tasks";
      testing::limit_threads(RLIM_INFINITY);
      await("Tasks have all their threads again");
      if (executor_.demand().idle != settings_.concurrency) return "it did not grow";
      executor_.stop();
      const std::string log = logged();
      if (log.find("fewer threads") != log.rfind("fewer threads")) return "it says so twice: " + log;
      return log.find("TasksMax") == std::string::npos ? "it does not name the limits: " + log : "";
    });
  }

  void says_which_limits_keep_it_from_starting() {
    testing::expect_in_own_process([this] {
      testing::limit_threads(0);
      const std::string message = testing::refusal([this] { executor_.start(); });
      return message.find("ulimit -u") == std::string::npos ? "it said: " + message : "";
    });
  }

  void runs_on_their_way_count_as_added() {
    executor_.start();
    while (executor_.demand().idle < settings_.concurrency) std::this_thread::yield();
    const TaskRun single{0, {}, {}};
    const TaskRun queued{7, {}, {}};
    const auto demand = executor_.demand({single, queued, queued});
    CPPUNIT_ASSERT_EQUAL(settings_.concurrency - 3, demand.idle);
    CPPUNIT_ASSERT_EQUAL(settings_.concurrency - 3, demand.queued);
    CPPUNIT_ASSERT_EQUAL(settings_.concurrency - 3, demand.single);
  }

 private:
  std::string logged() const {
    std::stringstream text;
    text << std::ifstream(log_file_).rdbuf();
    return text.str();
  }
  void await(const std::string& text) const {
    while (logged().find(text) == std::string::npos) std::this_thread::yield();
  }

  const testing::TemporaryFolder folder_;
  const std::filesystem::path log_file_ = folder_.path() / "log";
  std::ofstream log_out_{log_file_};
  const TaskTable tasks_;
  const TaskSettings settings_;
  const Lease lease_;
  prometheus::Registry registry_;
  TaskMetrics metrics_{registry_};
  Log log_{log_out_, LogLevel::info, LogFormat::text};
  LargePayloads large_payloads_{"host=/nowhere", settings_, log_};
  TaskAttempts attempts_{tasks_, settings_, lease_, large_payloads_, metrics_, log_};
  Admission admission_{AdmissionSettings{}, registry_};
  WaitingRuns waiting_runs_{attempts_, admission_, {[](const TaskRunResult&) {}, [] {}, [] {}}};
  TaskExecutor executor_{attempts_, waiting_runs_, settings_, lease_, log_, [](const TaskRunResult&) {}, [] {}};
};

CPPUNIT_TEST_SUITE_REGISTRATION(TaskExecutorTest);

}  // namespace kongflow::host::test
