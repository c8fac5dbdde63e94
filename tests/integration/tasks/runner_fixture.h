// A task runner on a database of its own, with tasks that are C++ functions.
#pragma once

#include <cppunit/extensions/HelperMacros.h>
#include <prometheus/registry.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include "host/admission/admission.h"
#include "host/base/call.h"
#include "host/base/log.h"
#include "host/tasks/task_runner.h"
#include "support/test_database.h"

namespace kongflow::testing {

class RunnerFixture : public CppUnit::TestFixture {
 public:
  void tearDown() override { runner_.reset(); }  // before the next test reuses the stack that its tasks refer to

 protected:
  using Body = std::function<kf_status(const kf_task& task, host::Call& call)>;

  // Before start().
  void on(const std::string& identifier, Body body);
  // A task that waits for another party; its share is the text of its payload's member "share".
  void on_waiting(const std::string& identifier, Body body, const std::atomic<int>* call_limit = nullptr);

  host::TaskRunner& start();
  std::unique_ptr<host::TaskRunner> make_runner();

  // Adds a task that is ready, and returns its id. `extra`: more arguments of add_job, such as "max_attempts => 3".
  std::string add(const std::string& identifier, const std::string& extra = "");
  // `count` tasks in one transaction, their payloads 1 to `count`; `queue` empty: outside named queues.
  void add_many(const std::string& identifier, int count, const std::string& queue = "");

  // A column or expression of a task's row; "" when the row or the value is not there.
  std::string of_task(const std::string& id, const std::string& expression);
  std::string count(const std::string& where = "true");

  // Waits until it holds; fails the test after 20 seconds.
  static void await(const std::string& what, const std::function<bool()>& condition);
  void await_empty();

  // Writes down what ran, from any thread.
  void note(const std::string& event);
  std::vector<std::string> notes();

  std::string log_text();
  void set_log_level(host::LogLevel level) { log_.set_level(level); }
  std::string metrics();

  const TestDatabase database_;
  host::TaskSettings settings_;
  host::TaskTable tasks_;
  prometheus::Registry registry_;
  host::Admission admission_{host::AdmissionSettings{}, registry_};

 private:
  static kf_status run(void* self, const kf_task* task, kf_call* call);

  std::list<Body> bodies_;
  std::mutex mutex_;
  std::vector<std::string> notes_;  // protected by mutex_
  std::ostringstream log_stream_;
  host::Log log_{log_stream_, host::LogLevel::info, host::LogFormat::text};
  std::unique_ptr<host::TaskRunner> runner_;  // the last: it ends before what its tasks use
};

}  // namespace kongflow::testing
