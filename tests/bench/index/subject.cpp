#include "subject.h"

#include <libpq-fe.h>

#include <stdexcept>
#include <utility>
#include <variant>
#include <vector>

#include "client/manifest_validator.h"
#include "domain/json_text.h"

namespace kongflow::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr char kInsertIndex[] =
    "insert into endpoint_indexes (endpoint_id, source, stats, data)"
    " values ($1::uuid, 'API', '{}', $2::jsonb)";

constexpr char kFloor[] = R"sql(
with stored as (
  insert into endpoint_indexes (endpoint_id, source, stats, data) values ($1::uuid, 'API', '{}', $2::json::jsonb)
)
select count(*) from graphile_worker.add_jobs(array(
  select ('registerJob', json_build_object('job', entry, 'endpointId', $1::text), 'endpoint-' || $1::text, null, 3,
          null, 0, null)::graphile_worker.job_spec
  from json_array_elements($2::json -> 'jobs') entry)))sql";

constexpr char kAddJob[] =
    "select graphile_worker.add_job('registerJob', $1::json, queue_name := $2, max_attempts := 3)";

PGresult* checked(PGconn* connection, PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(connection));
  return result;
}

}  // namespace

Subject::Subject(const std::string& connection_string, std::string endpoint_id)
    : endpoint_id_(std::move(endpoint_id)),
      connection_(postgres::Connection::open(connection_string)),
      repository_(connection_string, 1, std::chrono::minutes(1)) {
  PGconn* native = connection_.native();
  PQclear(checked(native, PQprepare(native, "insert_index", kInsertIndex, 2, nullptr)));
  PQclear(checked(native, PQprepare(native, "floor", kFloor, 2, nullptr)));
  PQclear(checked(native, PQprepare(native, "add_job", kAddJob, 2, nullptr)));
}

Milliseconds Subject::plugin(const std::string& manifest) {
  endpoints::Endpoint endpoint;
  endpoint.id = endpoint_id_;
  endpoints::IndexRequest request;
  const endpoints::IndexRun run = repository_.start_run(endpoint, request, std::nullopt).value();
  std::string received = manifest;
  const auto begin = Clock::now();
  auto validated = endpoints::validate_manifest(std::move(received), {});
  const auto& valid = std::get<endpoints::Manifest>(validated);
  repository_.complete_run(run, valid, {});
  const auto end = Clock::now();
  clear(static_cast<int>(valid.stats.jobs));
  return end - begin;
}

Milliseconds Subject::floor(const std::string& manifest) {
  const char* const values[] = {endpoint_id_.c_str(), manifest.c_str()};
  PGconn* native = connection_.native();
  const auto begin = Clock::now();
  const postgres::Rows rows(checked(native, PQexecPrepared(native, "floor", 2, values, nullptr, nullptr, 0)));
  const auto end = Clock::now();
  clear(static_cast<int>(rows.integer(0, 0)));
  return end - begin;
}

Milliseconds Subject::per_row(const std::string& manifest) {
  const auto jobs = endpoints::json_elements(*endpoints::json_member(manifest, "jobs"));
  std::vector<std::string> payloads;
  payloads.reserve(jobs.size());
  for (const auto& job : jobs)
    payloads.push_back(R"({"job":)" + std::string(job) + R"(,"endpointId":")" + endpoint_id_ + "\"}");
  const std::string queue = "endpoint-" + endpoint_id_;
  PGconn* native = connection_.native();
  const auto begin = Clock::now();
  const char* const row[] = {endpoint_id_.c_str(), manifest.c_str()};
  PQclear(checked(native, PQexecPrepared(native, "insert_index", 2, row, nullptr, nullptr, 0)));
  for (const auto& payload : payloads) {
    const char* const values[] = {payload.c_str(), queue.c_str()};
    PQclear(checked(native, PQexecPrepared(native, "add_job", 2, values, nullptr, nullptr, 0)));
  }
  const auto end = Clock::now();
  clear(static_cast<int>(jobs.size()));
  return end - begin;
}

// What one way stored must not weigh on the next.
void Subject::clear(int expected_tasks) {
  if (const int tasks = waiting_tasks(); tasks != expected_tasks)
    throw std::runtime_error("stored " + std::to_string(tasks) + " tasks instead of " + std::to_string(expected_tasks));
  connection_.execute("delete from graphile_worker._private_jobs");
  connection_.execute("delete from endpoint_indexes");
  connection_.execute("vacuum graphile_worker._private_jobs, endpoint_indexes");
}

int Subject::waiting_tasks() {
  return static_cast<int>(
      connection_
          .execute("select count(*) from graphile_worker.jobs where queue_name = $1", {"endpoint-" + endpoint_id_})
          .integer(0, 0));
}

}  // namespace kongflow::bench
