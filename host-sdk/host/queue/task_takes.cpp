#include "host/queue/task_takes.h"

#include <chrono>

#include "host/queue/array_literal.h"

namespace kongflow::host::task_store {
namespace {

// Each step finds its rows by an array of keys, so that the plan is right however long the queue is when it is made;
// coalesce() keeps the index of all available tasks out of it where the keys are known. pg_column_size() needs no
// access to a large payload, but the payload may be compressed.

// Counts first how many of the next tasks are of each kind, without locks, and then locks so many of each: the index
// that begins with the kind (queue_schema.h) passes over the tasks of other workers.
constexpr char kTakeSingle[] = R"(
with next as (
  select tasks.identifier, first.task_id
  from graphile_worker._private_tasks as tasks
  cross join lateral (
    select jobs.task_id, jobs.priority, jobs.run_at, jobs.id
    from graphile_worker._private_jobs as jobs
    where jobs.is_available = true and jobs.job_queue_id is null and jobs.task_id = tasks.id and jobs.run_at <= now()
    order by jobs.priority, jobs.run_at, jobs.id
    limit $3::int
  ) as first
  where tasks.identifier = any($2::text[])
  order by first.priority, first.run_at, first.id
  limit $3::int
), kinds as materialized (
  select task_id, identifier, count(*) as wanted from next group by task_id, identifier
), picked as (
  select locked.id
  from kinds
  cross join lateral (
    select jobs.id from graphile_worker._private_jobs as jobs
    where jobs.is_available = true and jobs.job_queue_id is null and jobs.task_id = kinds.task_id
      and jobs.run_at <= now()
    order by jobs.priority, jobs.run_at, jobs.id
    limit kinds.wanted
    for update skip locked
  ) as locked
), taken as (
  update graphile_worker._private_jobs as jobs
  set attempts = jobs.attempts + 1, locked_by = $1, locked_at = now()
  where id = any(array(select id from picked))
  returning jobs.id, jobs.task_id, jobs.payload, jobs.attempts, jobs.max_attempts, jobs.priority, jobs.run_at
)
select 0, taken.id, kinds.identifier,
       case when pg_column_size(taken.payload) > $4::int then null
            when octet_length(taken.payload::text) > $4::int then null else taken.payload end,
       '', taken.attempts, taken.max_attempts
from taken join kinds on kinds.task_id = taken.task_id
order by taken.priority, taken.run_at, taken.id)";

// Queues are found among the next 2,000 tasks. When those are all of queues and kinds that are not to be taken, up to
// 1,000 queues that have tasks are looked at, in the order of their ids from a random one on: so that a long queue
// which is locked, or many that are deferred, hide no other for long.
constexpr char kTakeQueued[] = R"(
with recursive kinds as materialized (
  select array(select id from graphile_worker._private_tasks where identifier = any($2::text[])) as ids
), walked as materialized (
  select job_queue_id, task_id, priority, run_at, id
  from graphile_worker._private_jobs
  where is_available = true and run_at <= now()
  order by priority, run_at
  limit 2000
), near as materialized (
  select heads.* from (
    select distinct on (job_queue_id) job_queue_id, priority, run_at, id
    from walked
    where job_queue_id is not null and task_id = any((select ids from kinds)::int[])
      and ($6::jsonb = '{}' or not $6::jsonb ? job_queue_id::text)
    order by job_queue_id, priority, run_at, id
  ) as heads
  join graphile_worker._private_job_queues as queues on queues.id = heads.job_queue_id and queues.is_available = true
  order by heads.priority, heads.run_at, heads.id
  limit $3::int
), start as materialized (
  select floor(random() * (select coalesce(max(id), 0) from graphile_worker._private_job_queues))::int as id
  where (select count(*) from walked) = 2000 and (select count(*) from near) < $3::int
), further(job_queue_id, wrapped, steps) as (
  select id, false, 0 from start
  union all
  select coalesce(next.job_queue_id, 0), further.wrapped or next.job_queue_id is null, further.steps + 1
  from further
  cross join start
  left join lateral (
    select job_queue_id from graphile_worker._private_jobs
    where is_available = true and job_queue_id is not null and job_queue_id > further.job_queue_id
    order by job_queue_id
    limit 1
  ) as next on true
  where further.steps < 1000
    and not (further.wrapped and (next.job_queue_id is null or next.job_queue_id > start.id))
), far as materialized (
  select queues.id as job_queue_id, first.priority, first.run_at, first.id
  from (select distinct job_queue_id from further) as visited
  join graphile_worker._private_job_queues as queues on queues.id = visited.job_queue_id and queues.is_available = true
  cross join lateral (
    select priority, run_at, id from graphile_worker._private_jobs as jobs
    where jobs.is_available = true and jobs.job_queue_id = queues.id and jobs.run_at <= now()
      and jobs.task_id = any((select ids from kinds)::int[])
    order by priority, run_at, id
    limit 1
  ) as first
  where $6::jsonb = '{}' or not $6::jsonb ? queues.id::text
), free_queues as (
  select id from graphile_worker._private_job_queues
  where is_available = true
    and id = any(array(select job_queue_id from (select * from near union all select * from far) as heads
                       order by priority, run_at, id limit $3::int))
  for update skip locked
), picked as (
  select id, job_queue_id from graphile_worker._private_jobs
  where coalesce(is_available, false) and run_at <= now()
    and id = any(array(
      select first.id from free_queues cross join lateral (
        select jobs.id from graphile_worker._private_jobs as jobs
        where jobs.is_available = true and jobs.job_queue_id = free_queues.id and jobs.run_at <= now()
          and jobs.task_id = any((select ids from kinds)::int[])
        order by jobs.priority, jobs.run_at, jobs.id
        limit $4::int
      ) as first))
  for update skip locked
), locked_queues as (
  update graphile_worker._private_job_queues set locked_by = $1, locked_at = now()
  where id = any(array(select job_queue_id from picked))
), taken as (
  update graphile_worker._private_jobs as jobs
  set attempts = jobs.attempts + 1, locked_by = $1, locked_at = now()
  where id = any(array(select id from picked))
  returning jobs.id, jobs.job_queue_id, jobs.task_id, jobs.payload, jobs.attempts, jobs.max_attempts, jobs.priority,
            jobs.run_at
)
select taken.job_queue_id, taken.id, tasks.identifier,
       case when pg_column_size(taken.payload) > $5::int then null
            when octet_length(taken.payload::text) > $5::int then null else taken.payload end,
       queues.queue_name, taken.attempts, taken.max_attempts
from taken
join graphile_worker._private_tasks as tasks on tasks.id = taken.task_id
join graphile_worker._private_job_queues as queues on queues.id = taken.job_queue_id
order by taken.job_queue_id, taken.priority, taken.run_at, taken.id)";

// Rows of one run are next to each other.
std::vector<TaskRun> to_runs(const postgres::Rows& rows, bool queued, std::chrono::steady_clock::time_point asked) {
  std::vector<TaskRun> runs;
  for (int row = 0; row < rows.size(); ++row) {
    const std::int64_t queue_id = rows.integer(row, 0);
    if (!queued || runs.empty() || runs.back().queue_id != queue_id) runs.push_back({queue_id, {}, asked});
    runs.back().tasks.push_back({rows.text(row, 1), rows.text(row, 2), rows.optional_text(row, 3), rows.text(row, 4),
                                 static_cast<std::uint32_t>(rows.integer(row, 5)),
                                 static_cast<std::uint32_t>(rows.integer(row, 6))});
  }
  return runs;
}

// OFFSET 0 keeps the planner from decompressing the payload once for each use.
constexpr char kPayload[] = R"(
select case when octet_length(text) <= $2::bigint then text end, octet_length(text)
from (select payload::text as text from graphile_worker._private_jobs where id = $1 offset 0) as job)";

}  // namespace

bool unreadable_payload(const postgres::Error& error) {
  const std::string& state = error.sqlstate();
  return state == "XX001" || state.compare(0, 2, "22") == 0 || state.compare(0, 2, "54") == 0;
}

std::vector<TaskRun> take_single(postgres::Connection& connection, const std::string& worker,
                                 const std::vector<std::string>& identifiers, int limit, int largest_payload,
                                 const std::function<void()>& meanwhile) {
  const auto asked = std::chrono::steady_clock::now();
  const auto rows = connection.execute_prepared(
      kTakeSingle, {worker, array_literal(identifiers), std::to_string(limit), std::to_string(largest_payload)},
      meanwhile);
  return to_runs(rows, false, asked);
}

std::vector<TaskRun> take_queued(postgres::Connection& connection, const std::string& worker,
                                 const std::vector<std::string>& identifiers, int runs, int per_run,
                                 const std::string& deferred, int largest_payload,
                                 const std::function<void()>& meanwhile) {
  const auto asked = std::chrono::steady_clock::now();
  const auto rows = connection.execute_prepared(kTakeQueued,
                                                {worker, array_literal(identifiers), std::to_string(runs),
                                                 std::to_string(per_run), std::to_string(largest_payload), deferred},
                                                meanwhile);
  return to_runs(rows, true, asked);
}

postgres::Rows payload_up_to(postgres::Connection& connection, const std::string& task_id, std::uint64_t most_bytes) {
  return connection.execute(kPayload, {task_id, std::to_string(most_bytes)});
}

}  // namespace kongflow::host::task_store
