#include <string>

#include "postgres/connection.h"
#include "repository/pg_endpoint_repository.h"
#include "repository/uuid.h"

namespace kongflow::endpoints {
namespace {

// The deletion waits for running transactions that write to the endpoint and enqueue tasks. The following statements of
// this transaction see all tasks that were committed before they started, including these.
constexpr const char* kDelete = "delete from endpoints where environment_id = $1 and slug = $2 returning id";

constexpr const char* kCompleteWaiting = R"sql(
    select task.id from graphile_worker.complete_jobs(array(
      select waiting.id from graphile_worker.jobs waiting
      where waiting.queue_name = 'endpoint-' || $1::text and waiting.locked_at is null)) task)sql";

}  // namespace

bool PgEndpointRepository::remove(const std::string& environment_id, const std::string& slug) {
  if (!find(environment_id, slug)) return false;
  return with_session([&](Session& session) {
    postgres::Transaction transaction(session.native());
    const postgres::Rows removed = session.execute(kDelete, {environment_id, slug});
    if (removed.empty()) return false;
    session.execute(kCompleteWaiting, {removed.text(0, 0)});
    transaction.commit();
    return true;
  });
}

bool PgEndpointRepository::was_removed(const std::string& endpoint_id) {
  if (!is_uuid(endpoint_id)) return false;
  return !execute("select endpoint_id from removed_endpoints where endpoint_id = $1", {endpoint_id}).empty();
}

}  // namespace kongflow::endpoints
