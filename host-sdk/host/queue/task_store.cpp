#include "host/queue/task_store.h"

#include "host/queue/array_literal.h"

namespace kongflow::host::task_store {
namespace {

// Attempts of a task given back count down, but not when add_job replaced it meanwhile by way of its key.
constexpr char kFinish[] = R"(
with completed as (
  delete from graphile_worker._private_jobs where id = any($2::bigint[]) and locked_by = $1
  returning id
), failed as (
  update graphile_worker._private_jobs as jobs
  set last_error = result.error,
      attempts = case when result.for_good then jobs.max_attempts else jobs.attempts end,
      run_at = case when result.for_good then jobs.run_at
               else greatest(now(), jobs.run_at) + exp(least(jobs.attempts, 10)) * interval '1 second' end,
      updated_at = case when result.for_good then now() else jobs.updated_at end,
      locked_by = null, locked_at = null
  from unnest($3::bigint[], $4::text[], $5::boolean[]) as result(id, error, for_good)
  where jobs.id = result.id and jobs.locked_by = $1
  returning jobs.id
), given_back as (
  update graphile_worker._private_jobs as jobs
  set attempts = case when jobs.attempts = result.attempt then jobs.attempts - 1 else jobs.attempts end,
      run_at = case when result.delay_ms = 0 then jobs.run_at
               else greatest(jobs.run_at, now() + result.delay_ms * interval '1 millisecond') end,
      locked_by = null, locked_at = null
  from unnest($6::bigint[], $7::int[], $9::bigint[]) as result(id, attempt, delay_ms)
  where jobs.id = result.id and jobs.locked_by = $1
  returning jobs.id
), queues as (
  update graphile_worker._private_job_queues set locked_by = null, locked_at = null
  where id = any($8::int[]) and locked_by = $1
)
select id from completed union all select id from failed union all select id from given_back)";

constexpr char kExisting[] = "select id from graphile_worker._private_jobs where id = any($1::bigint[])";

constexpr char kAnnounce[] = "select pg_notify('jobs:insert', $1)";

constexpr char kReleaseStale[] = R"(
with jobs as (
  update graphile_worker._private_jobs set locked_at = null, locked_by = null, run_at = greatest(run_at, now())
  where locked_at < now() - interval '4 hours'
)
update graphile_worker._private_job_queues set locked_at = null, locked_by = null
where locked_at < now() - interval '4 hours')";

constexpr char kReleaseOf[] = R"(
with jobs as (
  update graphile_worker._private_jobs set locked_at = null, locked_by = null, run_at = greatest(run_at, now())
  where locked_by = $1
  returning id
), queues as (
  update graphile_worker._private_job_queues set locked_at = null, locked_by = null
  where locked_by = $1
  returning id
)
select (select count(*) from jobs) + (select count(*) from queues))";

constexpr char kReleaseForgotten[] = R"(
with queues as (
  update graphile_worker._private_job_queues set locked_at = null, locked_by = null
  where locked_by = $1 and not (id = any($3::int[]))
)
update graphile_worker._private_jobs set locked_at = null, locked_by = null
where locked_by = $1 and not (id = any($2::bigint[])))";

constexpr char kDepth[] = R"(
select case when locked_at is not null then 'running' when attempts >= max_attempts then 'failed'
            when run_at > now() then 'scheduled' else 'ready' end as state, count(*)
from graphile_worker._private_jobs
where task_id = any(array(select id from graphile_worker._private_tasks where identifier = any($1::text[])))
group by state)";

}  // namespace

std::vector<std::string> finish(postgres::Connection& connection, const std::string& worker,
                                const std::vector<TaskRunResult>& runs) {
  std::vector<std::string> completed, failed, errors, for_good, given_back, attempts, delays, queues;
  for (const auto& run : runs) {
    if (run.queue_id != 0) queues.push_back(std::to_string(run.queue_id));
    for (const auto& task : run.tasks) {
      if (task.outcome == TaskOutcome::completed) {
        completed.push_back(task.id);
      } else if (task.outcome == TaskOutcome::given_back || task.outcome == TaskOutcome::postponed) {
        given_back.push_back(task.id);
        attempts.push_back(std::to_string(task.attempt));
        delays.push_back(std::to_string(task.outcome == TaskOutcome::postponed ? task.delay.count() : 0));
      } else {
        failed.push_back(task.id);
        errors.push_back(task.error);
        for_good.emplace_back(task.outcome == TaskOutcome::failed ? "t" : "f");
      }
    }
  }
  const auto rows = connection.execute_prepared(
      kFinish, {worker, array_literal(completed), array_literal(failed), array_literal(errors), array_literal(for_good),
                array_literal(given_back), array_literal(attempts), array_literal(queues), array_literal(delays)});
  if (static_cast<std::size_t>(rows.size()) == completed.size() + failed.size() + given_back.size()) return {};
  std::set<std::string> missing;
  for (const auto* ids : {&completed, &failed, &given_back}) missing.insert(ids->begin(), ids->end());
  for (int row = 0; row < rows.size(); ++row) missing.erase(rows.text(row, 0));
  return {missing.begin(), missing.end()};
}

std::set<std::string> existing(postgres::Connection& connection, const std::vector<std::string>& ids) {
  std::set<std::string> found;
  const auto rows = connection.execute(kExisting, {array_literal(ids)});
  for (int row = 0; row < rows.size(); ++row) found.insert(rows.text(row, 0));
  return found;
}

void announce(postgres::Connection& connection, std::size_t count) {
  connection.execute(kAnnounce, {"{\"count\":" + std::to_string(count) + "}"});
}

void release_stale_locks(postgres::Connection& connection) {
  connection.execute(kReleaseStale);
}

int release_locks_of(postgres::Connection& connection, const std::string& worker) {
  const auto rows = connection.execute(kReleaseOf, {worker});
  return static_cast<int>(rows.integer(0, 0));
}

int release_forgotten(postgres::Connection& connection, const std::string& worker, const HeldTasks::Ids& held) {
  return static_cast<int>(
      connection.execute(kReleaseForgotten, {worker, array_literal(held.tasks), array_literal(held.queues)})
          .affected());
}

std::map<std::string, double> depth(postgres::Connection& connection, const std::vector<std::string>& identifiers) {
  std::map<std::string, double> result{{"ready", 0}, {"scheduled", 0}, {"running", 0}, {"failed", 0}};
  const auto rows = connection.execute(kDepth, {array_literal(identifiers)});
  for (int row = 0; row < rows.size(); ++row) result[rows.text(row, 0)] = static_cast<double>(rows.integer(row, 1));
  return result;
}

}  // namespace kongflow::host::task_store
