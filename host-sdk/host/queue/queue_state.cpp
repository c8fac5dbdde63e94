#include "host/queue/queue_state.h"

#include <boost/json.hpp>

#include "postgres/iso_time.h"

namespace kongflow::host {
namespace {

constexpr std::int64_t most_counted = 10'000;

// The index is by (priority, run_at): each priority's tasks are looked up apart, so that nothing is read but what is
// counted.
const std::string& sql() {
  static const std::string text = R"(
with recursive priorities(priority) as (
  (select priority from graphile_worker._private_jobs where is_available = true order by priority limit 1)
  union all
  select (select jobs.priority from graphile_worker._private_jobs as jobs
          where jobs.is_available = true and jobs.priority > priorities.priority order by jobs.priority limit 1)
  from priorities where priorities.priority is not null
)
select
  (select count(*) from (
     select from priorities, lateral (
       select from graphile_worker._private_jobs as jobs
       where jobs.is_available = true and jobs.priority = priorities.priority and jobs.run_at <= now() limit 10001
     ) as ready limit 10001) as counted),
  (select count(*) from (
     select from priorities, lateral (
       select from graphile_worker._private_jobs as jobs
       where jobs.is_available = true and jobs.priority = priorities.priority and jobs.run_at > now() limit 10001
     ) as scheduled limit 10001) as counted),
  (select coalesce(sum(tasks_running), 0) from kongflow_hosts where heartbeat_at > now() - interval '15 seconds'),
  (select count(*) from (
     select from graphile_worker._private_jobs as jobs
     where jobs.attempts >= jobs.max_attempts and jobs.locked_at is null limit 10001) as counted),
  oldest.at, oldest.seconds
from (select )" + postgres::iso_time("min(first.run_at)") +
                                  R"( as at, extract(epoch from now() - min(first.run_at))::bigint as seconds
  from priorities, lateral (
    select jobs.run_at from graphile_worker._private_jobs as jobs
    where jobs.is_available = true and jobs.priority = priorities.priority and jobs.run_at <= now()
    order by jobs.run_at limit 1) as first
) as oldest)";
  return text;
}

BoundedCount bounded(std::int64_t count) {
  return count > most_counted ? BoundedCount{most_counted, true} : BoundedCount{count, false};
}

}  // namespace

QueueState read_queue_state(ConsoleDatabase& database) {
  const auto rows = database.execute(sql().c_str());
  QueueState state;
  state.ready = bounded(rows.integer(0, 0));
  state.scheduled = bounded(rows.integer(0, 1));
  state.running = bounded(rows.integer(0, 2));
  state.failed = bounded(rows.integer(0, 3));
  state.oldest_ready_at = rows.optional_text(0, 4);
  if (state.oldest_ready_at) state.oldest_ready_seconds = rows.integer(0, 5);
  return state;
}

boost::json::object json_of(const BoundedCount& count) {
  return {{"count", count.count}, {"more", count.more}};
}

std::string counts_json(const QueueState& state) {
  return boost::json::serialize(boost::json::object{{"ready", json_of(state.ready)},
                                                    {"scheduled", json_of(state.scheduled)},
                                                    {"running", json_of(state.running)},
                                                    {"failed", json_of(state.failed)}});
}

}  // namespace kongflow::host
