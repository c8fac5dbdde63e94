#include "http/endpoint_json.h"

#include "domain/hook_url.h"

namespace kongflow::endpoints {
namespace {

const std::string& updated_at(const IndexRun& run) {
  if (run.finished_at) return *run.finished_at;
  return run.started_at ? *run.started_at : run.created_at;
}

std::optional<std::string> error_json(const IndexRun& run) {
  if (!run.error) return std::nullopt;
  return JsonObject().add("message", *run.error).add("code", run.error_code).text();
}

}  // namespace

JsonObject endpoint_json(const Endpoint& endpoint) {
  JsonObject json;
  json.add("id", endpoint.id)
      .add("slug", endpoint.slug)
      .add("url", endpoint.url)
      .add("environmentId", endpoint.environment_id)
      .add("organizationId", endpoint.organization_id)
      .add("projectId", endpoint.project_id)
      .add("createdAt", endpoint.created_at)
      .add("updatedAt", endpoint.updated_at)
      .add("indexingHookIdentifier", endpoint.indexing_hook_identifier);
  return json;
}

JsonObject index_json(const EndpointIndex& index) {
  JsonObject json;
  json.add("id", index.id)
      .add("endpointId", index.endpoint_id)
      .add("createdAt", index.created_at)
      .add("updatedAt", index.updated_at)
      .add("source", index.source)
      .add_json("sourceData", index.source_data)
      .add("reason", index.reason)
      .add_json("stats", index.stats_json);
  return json;
}

JsonObject run_json(const IndexRun& run) {
  JsonObject json;
  json.add("id", run.id)
      .add("endpointId", run.endpoint_id)
      .add("status", to_string(run.status))
      .add("source", to_string(run.request.source))
      .add("reason", run.request.reason)
      .add_json("sourceData", run.request.source_data)
      .add_json("error", error_json(run))
      .add("attempt", run.attempt)
      .add("nextAttemptAt", run.next_attempt_at)
      .add("taskId", run.task_id)
      .add("indexId", run.index_id)
      .add_json("stats", run.stats_json)
      .add("sdkVersion", run.facts.sdk_version)
      .add("apiVersion", run.facts.api_version)
      .add("warning", run.facts.warning)
      .add("createdAt", run.created_at)
      .add("startedAt", run.started_at)
      .add("finishedAt", run.finished_at)
      .add("updatedAt", updated_at(run));
  return json;
}

JsonObject run_status_json(const IndexRun& run) {
  JsonObject json;
  json.add("status", to_string(run.status));
  if (run.status == RunStatus::success) json.add_json("stats", run.stats_json);
  if (run.status == RunStatus::failure) json.add_json("error", error_json(run));
  json.add("updatedAt", updated_at(run))
      .add("id", run.id)
      .add("endpointId", run.endpoint_id)
      .add("source", to_string(run.request.source))
      .add("attempt", run.attempt)
      .add("nextAttemptAt", run.next_attempt_at)
      .add("warning", run.facts.warning)
      .add("indexId", run.index_id);
  return json;
}

JsonObject summary_json(const EndpointSummary& summary, const std::string& base_url) {
  JsonObject json = endpoint_json(summary.endpoint);
  json.add("hookUrl", hook_url(summary.endpoint, base_url))
      .add_json("latestIndex",
                summary.latest_index ? std::optional(index_json(*summary.latest_index).text()) : std::nullopt)
      .add_json("latestRun", summary.latest_run ? std::optional(run_json(*summary.latest_run).text()) : std::nullopt);
  return json;
}

}  // namespace kongflow::endpoints
