#include <memory>

#include "host/database/environment_creator.h"
#include "repository/pg_endpoint_repository.h"
#include "support/panel_contract.h"
#include "support/repository_contract.h"
#include "support/test_database.h"

namespace kongflow::endpoints {
namespace {

class PostgresSubject {
 public:
  EndpointRepository& repository() { return repository_; }
  PanelRepository& panels() { return repository_; }

  Environment environment(int number) {
    auto connection = database_.connect();
    const host::Environment made =
        host::create_environment(connection, {"acme", "shop", number == 0 ? "DEVELOPMENT" : "PRODUCTION", ""})
            .environment;
    return {made.id, made.slug, made.type, made.api_key, made.organization_id, made.project_id};
  }

  void remove_environment(const std::string& id) {
    database_.connect().execute("delete from runtime_environments where id = $1", {id});
  }

  void set_attempts(const std::string& task_id, int attempts) {
    database_.connect().execute("update graphile_worker._private_jobs set attempts = $2 where id = $1",
                                {task_id, std::to_string(attempts)});
  }

  std::vector<testing::QueuedTask> tasks() {
    const postgres::Rows rows = database_.connect().execute(
        "select id, task_identifier, payload, queue_name, jobs.max_attempts,"
        " extract(milliseconds from jobs.run_at - jobs.created_at)::int"
        " from graphile_worker.jobs join graphile_worker._private_jobs using (id) order by id");
    std::vector<testing::QueuedTask> tasks;
    for (int row = 0; row < rows.size(); ++row)
      tasks.push_back({rows.text(row, 0), rows.text(row, 1), rows.text(row, 2), rows.text(row, 3),
                       static_cast<int>(rows.integer(row, 4)), std::chrono::milliseconds(rows.integer(row, 5))});
    return tasks;
  }

 private:
  testing::TestDatabase database_;
  PgEndpointRepository repository_{database_.connection_string(), 2, std::chrono::seconds(30)};
};

}  // namespace

using PostgresRepositoryContract = RepositoryContract<PostgresSubject>;
CPPUNIT_TEST_SUITE_REGISTRATION(PostgresRepositoryContract);
using PostgresPanelContract = PanelContract<PostgresSubject>;
CPPUNIT_TEST_SUITE_REGISTRATION(PostgresPanelContract);

}  // namespace kongflow::endpoints
