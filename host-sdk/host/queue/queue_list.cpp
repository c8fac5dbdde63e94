#include "host/queue/queue_list.h"

#include "host/queue/array_literal.h"
#include "host/queue/keyset.h"
#include "host/queue/task_store.h"
#include "host/queue/worker_presence.h"
#include "postgres/iso_time.h"

namespace kongflow::host {
namespace {

const std::string& list_sql() {
  static const std::string text = R"(
with page as (
  select id, queue_name, locked_by, locked_at from graphile_worker._private_job_queues
  where $1::text is null or queue_name > $1
  order by queue_name limit $2::int + 1
), looked_at as materialized (
  select job_queue_id from graphile_worker._private_jobs
  where is_available = true and run_at <= now() order by priority, run_at limit 100001
), depths as (
  select job_queue_id, count(*) as ready from looked_at where job_queue_id in (select id from page) group by job_queue_id
)
select json_build_object('name', page.queue_name, 'ready', least(coalesce(depths.ready, 0), 10000),
         'more', coalesce(depths.ready, 0) > 10000 or (select count(*) from looked_at) > 100000,
         'lockedBy', page.locked_by, 'lockedAt', )" +
                                  postgres::iso_time("page.locked_at") + ", 'lockedAlive', " +
                                  worker_alive_sql("page.locked_by") + R"(),
       page.queue_name
from page left join depths on depths.job_queue_id = page.id
order by page.queue_name)";
  return text;
}

const std::string& holder_sql() {
  static const std::string text = "select locked_by, coalesce(" + worker_alive_sql("locked_by") +
                                  ", false) from graphile_worker._private_job_queues where queue_name = $1 for update";
  return text;
}

constexpr char unlock_sql[] = "select graphile_worker.force_unlock_workers($1::text[])";

}  // namespace

std::string list_queues(ConsoleDatabase& database, const std::optional<std::string>& after, int limit) {
  return json_page("queues", database.execute(list_sql().c_str(), {after, std::to_string(limit)}), limit);
}

Unlock unlock_queue(ConsoleDatabase& database, const std::string& name) {
  return database.with_connection([&](postgres::Connection& connection) {
    postgres::Transaction transaction(connection.native());
    const auto holder = connection.execute(holder_sql().c_str(), {name});
    if (holder.empty()) return Unlock::no_such_queue;
    if (holder.is_null(0, 0)) return Unlock::not_locked;
    if (holder.view(0, 1) == "t") return Unlock::holder_alive;
    connection.execute(unlock_sql, {array_literal({holder.text(0, 0)})});
    task_store::announce(connection, 1);
    transaction.commit();
    return Unlock::unlocked;
  });
}

}  // namespace kongflow::host
