#include "host/queue/task_queue.h"

#include <utility>

#include "host/base/text.h"
#include "postgres/pool.h"

namespace kongflow::host {
namespace {

constexpr std::size_t kMostIdle = 4;

constexpr char kAdd[] = R"(
select id from graphile_worker.add_job(
  identifier => $1, payload => $2::json, queue_name => $3, run_at => now() + $4::bigint * interval '1 millisecond',
  max_attempts => $5::int, job_key => $6, priority => $7::int))";

postgres::Parameter text_or_null(kf_str text) {
  if (text.size == 0) return std::nullopt;
  return std::string(view(text));
}

}  // namespace

TaskQueue::TaskQueue(std::string connection_string) : connection_string_(std::move(connection_string)) {}

std::string TaskQueue::add(const kf_task_spec& spec) {
  auto connection = take_idle();
  if (!connection) connection.emplace(postgres::Connection::open(connection_string_));
  std::string id = add_on(*connection, spec);
  put_back(std::move(*connection));
  return id;
}

std::optional<postgres::Connection> TaskQueue::take_idle() {
  const std::lock_guard lock(mutex_);
  while (!idle_.empty()) {
    postgres::Connection connection = std::move(idle_.back());
    idle_.pop_back();
    if (postgres::alive(connection.native())) return connection;
  }
  return std::nullopt;
}

void TaskQueue::put_back(postgres::Connection connection) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(connection));
}

std::string TaskQueue::add_on(postgres::Connection& connection, const kf_task_spec& spec) {
  postgres::Parameter max_attempts;
  if (spec.max_attempts != 0) max_attempts = std::to_string(spec.max_attempts);
  postgres::Parameter run_after;
  if (spec.delay_ms != 0) run_after = std::to_string(spec.delay_ms);
  return connection
      .execute(kAdd,
               {std::string(view(spec.identifier)), text_or_null(spec.payload_json), text_or_null(spec.queue_name),
                run_after, max_attempts, text_or_null(spec.job_key), std::to_string(spec.priority)})
      .text(0, 0);
}

}  // namespace kongflow::host
