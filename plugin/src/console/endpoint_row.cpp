#include "console/endpoint_row.h"

#include <algorithm>
#include <cctype>

#include "domain/json_object.h"

namespace kongflow::endpoints {
namespace {

std::string state_of(const EndpointSummary& summary) {
  return summary.latest_run ? std::string(to_string(summary.latest_run->status)) : "NEVER_INDEXED";
}

bool contains(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
  };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

}  // namespace

std::vector<PanelColumn> endpoint_columns() {
  return {{"slug", "Endpoint", "copy"},           {"project", "Project", "text"},
          {"environment", "Environment", "text"}, {"url", "URL", "url"},
          {"status", "Latest run", "status"},     {"error", "What failed", "text"},
          {"attempt", "Attempt", "number"},       {"nextAttemptAt", "Next attempt", "time"},
          {"indexedAt", "Indexed", "time"},       {"stats", "Found", "json"},
          {"sdkVersion", "SDK", "text"},          {"updatedAt", "Registered", "time"}};
}

std::string endpoint_row(const EndpointSummary& summary) {
  const Endpoint& endpoint = summary.endpoint;
  const IndexRun run = summary.latest_run.value_or(IndexRun{});
  JsonObject row;
  row.add("id", endpoint.environment_id + "/" + endpoint.slug)
      .add("slug", endpoint.slug)
      .add("project", summary.project_slug)
      .add("environment", summary.environment_slug)
      .add("url", endpoint.url)
      .add("status", state_of(summary))
      .add("error", run.error)
      .add("attempt", run.attempt)
      .add("nextAttemptAt", run.next_attempt_at)
      .add("sdkVersion", run.facts.sdk_version)
      .add("updatedAt", endpoint.updated_at);
  const auto& index = summary.latest_index;
  row.add("indexedAt", index ? std::optional(index->created_at) : std::nullopt)
      .add_json("stats", index ? std::optional(index->stats_json) : std::nullopt);
  return row.text();
}

bool matches(const EndpointSummary& summary, std::string_view filter) {
  const Endpoint& endpoint = summary.endpoint;
  return contains(endpoint.slug, filter) || contains(endpoint.url, filter) || contains(summary.project_slug, filter) ||
         contains(summary.environment_slug, filter) || contains(state_of(summary), filter);
}

}  // namespace kongflow::endpoints
