#include "console/endpoint_row.h"

#include "console/row_page.h"
#include "console/run_advice.h"
#include "domain/json_object.h"

namespace kongflow::endpoints {
namespace {

std::optional<std::string> next_attempt_at(const ListedEndpoint& listed) {
  return listed.next_attempt ? listed.next_attempt->due_at : std::nullopt;
}

std::string status_of(const EndpointSummary& summary) {
  return summary.latest_run ? std::string(to_string(summary.latest_run->status)) : "NEVER_INDEXED";
}

}  // namespace

std::vector<PanelColumn> endpoint_columns() {
  return {{"slug", "Endpoint", "text", true},
          {"project", "Project", "text", true},
          {"environment", "Environment", "text", true},
          {"url", "URL", "url", true},
          {"status", "Last run", "status", true},
          {"history", "Last runs", "history"},
          {"error", "What failed", "text"},
          {"attempt", "Attempt", "number"},
          {"nextAttemptAt", "Next attempt", "time"},
          {"indexedAt", "Indexed", "time", true},
          {"source", "By", "text"},
          {"reason", "Reason", "text"},
          {"stats", "Found", "json"},
          {"sdkVersion", "SDK", "text"},
          {"registeredAt", "Registered", "time", true}};
}

std::string endpoint_row(const ListedEndpoint& listed) {
  const EndpointSummary& summary = listed.summary;
  const Endpoint& endpoint = summary.endpoint;
  const IndexRun run = summary.latest_run.value_or(IndexRun{});
  JsonObject row;
  row.add("id", endpoint.id)
      .add("slug", endpoint.slug)
      .add("project", summary.project_slug)
      .add("environment", summary.environment_slug)
      .add("url", endpoint.url)
      .add("status", status_of(summary))
      .add_json("history", listed.history_json)
      .add("error", run.error)
      .add("attempt", run.attempt)
      .add("nextAttemptAt", next_attempt_at(listed))
      .add("sdkVersion", listed.sdk_version)
      .add("registeredAt", endpoint.created_at);
  const auto& index = summary.latest_index;
  row.add("indexedAt", index ? std::optional(index->created_at) : std::nullopt)
      .add("source", index ? std::optional(index->source) : std::nullopt)
      .add("reason", index ? index->reason : std::nullopt)
      .add_json("stats", index ? std::optional(index->stats_json) : std::nullopt);
  return row.text();
}

std::string endpoint_page(const ListedEndpoint& listed) {
  const EndpointSummary& summary = listed.summary;
  const Endpoint& endpoint = summary.endpoint;
  RowPage page{endpoint.id, endpoint.slug, endpoint_row(listed)};
  page.queue = "endpoint-" + endpoint.id;
  page.facts.add("Endpoint", endpoint.slug, "copy")
      .add("URL", endpoint.url, "url")
      .add("Project", summary.project_slug)
      .add("Environment", summary.environment_slug)
      .add("Last run", status_of(summary), "status");
  if (const auto& run = summary.latest_run) {
    page.facts.add_number("Attempt", run->attempt)
        .add("What failed", run->error)
        .add("Error code", run->error_code)
        .add("What to do", advice_for(*run, listed))
        .add("Warning", run->facts.warning);
  }
  page.facts.add("Next", describe_next(listed.next_attempt)).add("Next attempt", next_attempt_at(listed), "time");
  if (const auto& index = summary.latest_index) {
    page.facts.add("Indexed", index->created_at, "time")
        .add("Indexed by", index->source)
        .add("Reason", index->reason)
        .add_json("Found", index->stats_json);
  }
  page.facts.add("SDK version", listed.sdk_version)
      .add("API version", summary.latest_run ? summary.latest_run->facts.api_version : std::nullopt)
      .add("Registered", endpoint.created_at, "time")
      .add("URL or registration changed", endpoint.updated_at, "time")
      .add("Endpoint id", endpoint.id, "copy")
      .add("Environment id", endpoint.environment_id, "copy")
      .add("Project id", endpoint.project_id, "copy")
      .add("Organization id", endpoint.organization_id, "copy");
  return to_json(page);
}

}  // namespace kongflow::endpoints
