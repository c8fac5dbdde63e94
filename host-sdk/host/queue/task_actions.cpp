#include "host/queue/task_actions.h"

#include "host/queue/array_literal.h"
#include "host/queue/task_store.h"

namespace kongflow::host::task_actions {
namespace {

constexpr char reschedule_sql[] = R"(
with wanted as (
  select id, attempts >= max_attempts as spent from graphile_worker._private_jobs where id = any($1::bigint[])
)
select
  (select count(*) from graphile_worker.reschedule_jobs(
     array(select id from wanted where not spent), run_at => coalesce($2::timestamptz, now()))) +
  (select count(*) from graphile_worker.reschedule_jobs(
     array(select id from wanted where spent), run_at => coalesce($2::timestamptz, now()), attempts => 0)))";

constexpr char fail_sql[] = "select count(*) from graphile_worker.permanently_fail_jobs($1::bigint[], $2)";

constexpr char remove_sql[] = "select count(*) from graphile_worker.complete_jobs($1::bigint[])";

}  // namespace

std::int64_t reschedule(ConsoleDatabase& database, const std::vector<std::string>& ids,
                        const std::optional<std::string>& run_at) {
  return database.with_connection([&](postgres::Connection& connection) {
    const std::int64_t changed = connection.execute(reschedule_sql, {array_literal(ids), run_at}).integer(0, 0);
    if (changed > 0) task_store::announce(connection, static_cast<std::size_t>(changed));
    return changed;
  });
}

std::int64_t fail(ConsoleDatabase& database, const std::vector<std::string>& ids, const std::string& reason) {
  return database.execute(fail_sql, {array_literal(ids), reason}).integer(0, 0);
}

std::int64_t remove(ConsoleDatabase& database, const std::vector<std::string>& ids) {
  return database.execute(remove_sql, {array_literal(ids)}).integer(0, 0);
}

}  // namespace kongflow::host::task_actions
