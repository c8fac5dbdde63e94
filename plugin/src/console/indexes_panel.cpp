#include "console/indexes_panel.h"

#include "console/changes_json.h"
#include "console/panel_query.h"
#include "console/panel_replies.h"
#include "console/row_page.h"
#include "domain/manifest_changes.h"

namespace kongflow::endpoints {
namespace {

constexpr int kMaxOthers = 50;

std::vector<PanelColumn> columns() {
  return {{"createdAt", "Indexed", "time"},
          {"source", "Source", "text"},
          {"reason", "Reason", "text"},
          {"stats", "Found", "json"}};
}

std::string row_of(const EndpointIndex& index) {
  return JsonObject()
      .add("id", index.id)
      .add("createdAt", index.created_at)
      .add("source", index.source)
      .add("reason", index.reason)
      .add_json("stats", index.stats_json)
      .text();
}

std::vector<std::string> other_indexes(const EndpointIndex& index, const std::vector<EndpointIndex>& all) {
  std::vector<std::string> others;
  for (const EndpointIndex& other : all)
    if (other.id != index.id)
      others.push_back(JsonObject().add("id", other.id).add("title", other.created_at + ", " + other.source).text());
  return others;
}

PanelReply list_rows(const Services& services, std::string_view query_json) {
  const auto query = parse_rows_query(query_json);
  if (!query) return refusal(query.error());
  return rows_reply(services.operators.indexes(query->parent, query->request), row_of);
}

PanelReply show_row(const Services& services, std::string_view query_json) {
  const auto query = parse_row_query(query_json);
  if (!query) return refusal(query.error());
  const auto shown = services.operators.manifest(query->id);
  if (!shown) return refusal(shown.error());
  const EndpointIndex& index = shown->index;
  const auto newest = services.operators.indexes(index.endpoint_id, {kMaxOthers + 1});
  if (!newest) return refusal(newest.error());
  const auto owner = services.operators.endpoint(index.endpoint_id);
  if (!owner) return refusal(owner.error());

  RowPage page{index.id, "Index of " + index.created_at, row_of(index)};
  page.endpoint = owner->summary.endpoint;
  page.facts.add("Indexed", index.created_at, "time")
      .add("Source", index.source)
      .add("Reason", index.reason)
      .add_json("Source data", index.source_data)
      .add_json("Found", index.stats_json)
      .add("Index id", index.id, "copy");
  page.document_json = shown->json;
  page.others_json = other_indexes(index, newest->items);
  if (query->against) {
    const auto other = services.operators.manifest(*query->against);
    if (!other || other->index.endpoint_id != index.endpoint_id)
      return PanelReply::not_found("The endpoint has no other index with this id to compare with");
    page.changes_json = changes_json(compare_manifests(other->json, shown->json));
  }
  return PanelReply::json(to_json(page));
}

}  // namespace

Panel indexes_panel(const ServicesSource& services) {
  Panel panel = make_panel(services, "indexes", "Indexes", columns(), list_rows, show_row);
  panel.parent = "endpoints";
  return panel;
}

}  // namespace kongflow::endpoints
