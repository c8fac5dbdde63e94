#include "console/runs_panel.h"

#include "console/panel_query.h"
#include "console/panel_replies.h"
#include "console/row_page.h"
#include "console/run_advice.h"

namespace kongflow::endpoints {
namespace {

std::vector<PanelColumn> columns() {
  return {{"createdAt", "Requested", "time"},
          {"status", "Status", "status"},
          {"source", "Source", "text"},
          {"reason", "Reason", "text"},
          {"attempt", "Attempt", "number"},
          {"duration", "Took", "duration"},
          {"error", "What failed", "text"},
          {"sdkVersion", "SDK", "text"},
          {"startedAt", "Started", "time"},
          {"finishedAt", "Finished", "time"},
          {"nextAttemptAt", "Next attempt", "time"},
          {"indexId", "Index", "copy"}};
}

std::string row_of(const IndexRun& run) {
  JsonObject row;
  row.add("id", run.id)
      .add("createdAt", run.created_at)
      .add("status", to_string(run.status))
      .add("source", to_string(run.request.source))
      .add("reason", run.request.reason)
      .add("attempt", run.attempt)
      .add_json("duration", run.duration_ms ? std::optional(std::to_string(*run.duration_ms)) : std::nullopt)
      .add("error", run.error)
      .add("sdkVersion", run.facts.sdk_version)
      .add("startedAt", run.started_at)
      .add("finishedAt", run.finished_at)
      .add("nextAttemptAt", run.next_attempt_at)
      .add("indexId", run.index_id);
  return row.text();
}

std::string page_of(const IndexRun& run, const ListedEndpoint& owner) {
  RowPage page{run.id, "Index run of " + run.created_at, row_of(run)};
  page.endpoint = owner.summary.endpoint;
  page.facts.add("Status", to_string(run.status), "status")
      .add("What failed", run.error)
      .add("Error code", run.error_code)
      .add("What to do", advice_for(run, owner))
      .add("Next attempt", run.next_attempt_at, "time")
      .add("Warning", run.facts.warning)
      .add("Source", to_string(run.request.source))
      .add("Reason", run.request.reason)
      .add_json("Source data", run.request.source_data)
      .add_number("Attempt", run.attempt)
      .add("Requested", run.created_at, "time")
      .add("Started", run.started_at, "time")
      .add("Finished", run.finished_at, "time")
      .add_number("Took", run.duration_ms, "duration")
      .add_json("Found", run.stats_json)
      .add("SDK version", run.facts.sdk_version)
      .add("API version", run.facts.api_version)
      .add("Run id", run.id, "copy")
      .add("Index id", run.index_id, "copy")
      .add("Task id", run.task_id, "copy");
  return to_json(page);
}

PanelReply list_rows(const Services& services, std::string_view query_json) {
  const auto query = parse_rows_query(query_json);
  if (!query) return refusal(query.error());
  return rows_reply(services.operators.runs(query->parent, query->request), row_of);
}

PanelReply show_row(const Services& services, std::string_view query_json) {
  const auto query = parse_row_query(query_json);
  if (!query) return refusal(query.error());
  const auto run = services.operators.run(query->id);
  if (!run) return refusal(run.error());
  const auto owner = services.operators.endpoint(run->endpoint_id);
  return owner ? PanelReply::json(page_of(run.value(), owner.value())) : refusal(owner.error());
}

}  // namespace

Panel runs_panel(const ServicesSource& services) {
  Panel panel = make_panel(services, "runs", "Index runs", columns(), list_rows, show_row);
  panel.parent = "endpoints";
  return panel;
}

}  // namespace kongflow::endpoints
