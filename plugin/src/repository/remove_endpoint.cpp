#include <string>

#include "postgres/connection.h"
#include "repository/pg_endpoint_repository.h"

namespace kongflow::endpoints {
namespace {

// Deleting the row waits for writes to the endpoint that have begun, and those add tasks. Each statement of the
// transaction sees what was committed before it, so that the later ones see these tasks.
constexpr const char* kDelete = "delete from endpoints where environment_id = $1 and slug = $2 returning id";

constexpr const char* kCompleteWaiting = R"sql(
    select task.id from graphile_worker.complete_jobs(array(
      select waiting.id from graphile_worker.jobs waiting
      where waiting.queue_name = 'endpoint-' || $1::text and waiting.locked_at is null)) task)sql";

// The tasks that are left were taken by a worker.
constexpr const char* kMarkTaken = R"sql(
    update graphile_worker._private_jobs job
    set payload = (job.payload::jsonb || '{"endpointRemoved": true}')::json
    from graphile_worker._private_job_queues queue, graphile_worker._private_tasks task
    where queue.queue_name = 'endpoint-' || $1::text and job.job_queue_id = queue.id
      and task.id = job.task_id and task.identifier = 'indexEndpoint' and json_typeof(job.payload) = 'object')sql";

}  // namespace

bool PgEndpointRepository::remove(const std::string& environment_id, const std::string& slug) {
  if (!find(environment_id, slug)) return false;
  return with_session([&](Session& session) {
    postgres::Transaction transaction(session.native());
    const postgres::Rows removed = session.execute(kDelete, {environment_id, slug});
    if (removed.empty()) return false;
    const std::string id = removed.text(0, 0);
    session.execute(kCompleteWaiting, {id});
    session.execute(kMarkTaken, {id});
    transaction.commit();
    return true;
  });
}

bool PgEndpointRepository::endpoint_was_removed(const TaskAttempt& task) {
  constexpr const char* kMarked =
      "select id from graphile_worker._private_jobs where id = $1::bigint and payload ->> 'endpointRemoved' = 'true'";
  return !execute(kMarked, {task.task_id}).empty();
}

}  // namespace kongflow::endpoints
