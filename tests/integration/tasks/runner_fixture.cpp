#include "integration/tasks/runner_fixture.h"

#include <prometheus/text_serializer.h>

#include <thread>

#include "host/base/text.h"

namespace kongflow::testing {
using namespace std::chrono_literals;

void RunnerFixture::on(const std::string& identifier, Body body) {
  bodies_.push_back(std::move(body));
  CPPUNIT_ASSERT(tasks_.add(identifier, {"test", &RunnerFixture::run, &bodies_.back()}));
}

void RunnerFixture::on_waiting(const std::string& identifier, Body body, const std::atomic<int>* call_limit) {
  bodies_.push_back(std::move(body));
  const auto name_share = [](void*, const kf_task* task, kf_share* share, kf_call*) -> kf_status {
    const std::string payload(host::view(task->payload_json));
    constexpr std::string_view member = "\"share\":\"";
    const auto begin = payload.find(member);
    if (begin == std::string::npos) return KF_FAILED;
    const auto text = begin + member.size();
    share->size = static_cast<std::uint32_t>(payload.copy(share->text, payload.find('"', text) - text, text));
    return KF_OK;
  };
  CPPUNIT_ASSERT(tasks_.add(identifier, {"test", &RunnerFixture::run, &bodies_.back(), name_share, call_limit}));
}

kf_status RunnerFixture::run(void* self, const kf_task* task, kf_call* call) {
  return (*static_cast<Body*>(self))(*task, *call);
}

std::unique_ptr<host::TaskRunner> RunnerFixture::make_runner() {
  return std::make_unique<host::TaskRunner>(database_.connection_string(), tasks_, settings_, admission_, registry_,
                                            log_);
}

host::TaskRunner& RunnerFixture::start() {
  runner_ = make_runner();
  runner_->start();
  return *runner_;
}

std::string RunnerFixture::add(const std::string& identifier, const std::string& extra) {
  return database_.value("select id from graphile_worker.add_job($1" + (extra.empty() ? "" : ", " + extra) + ")",
                         {identifier});
}

void RunnerFixture::add_many(const std::string& identifier, int count, const std::string& queue) {
  auto connection = database_.connect();
  // add_jobs numbers tasks as its joins deliver them: this way in the order of the array.
  connection.execute_script("set enable_hashjoin = off; set enable_mergejoin = off; set join_collapse_limit = 1");
  connection.execute(
      "select count(*) from graphile_worker.add_jobs((select array_agg(($1, to_json(n), nullif($2, ''), null, null, "
      "null, null, null)::graphile_worker.job_spec order by n) from generate_series(1, $3::int) n))",
      {identifier, queue, std::to_string(count)});
}

std::string RunnerFixture::of_task(const std::string& id, const std::string& expression) {
  const auto rows = database_.connect().execute(
      ("select (" + expression + ")::text from graphile_worker._private_jobs where id = $1").c_str(), {id});
  return rows.empty() ? "" : rows.text(0, 0);
}

std::string RunnerFixture::count(const std::string& where) {
  return database_.value("select count(*) from graphile_worker._private_jobs where " + where);
}

void RunnerFixture::await(const std::string& what, const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (!condition()) {
    CPPUNIT_ASSERT_MESSAGE("Waited in vain until " + what, std::chrono::steady_clock::now() < deadline);
    std::this_thread::sleep_for(2ms);
  }
}

void RunnerFixture::await_empty() {
  await("every task is done", [this] { return count() == "0"; });
}

void RunnerFixture::note(const std::string& event) {
  const std::lock_guard lock(mutex_);
  notes_.push_back(event);
}

std::vector<std::string> RunnerFixture::notes() {
  const std::lock_guard lock(mutex_);
  return notes_;
}

std::string RunnerFixture::log_text() {
  runner_.reset();
  return log_stream_.str();
}

std::string RunnerFixture::metrics() {
  return prometheus::TextSerializer().Serialize(registry_.Collect());
}

}  // namespace kongflow::testing
