#include "console/endpoints_panel.h"

#include <algorithm>
#include <charconv>

#include "console/endpoint_row.h"
#include "domain/json_fields.h"
#include "domain/json_object.h"

namespace kongflow::endpoints {
namespace {

struct Query {
  PageRequest page;
  std::string filter;
};

Result<Query> parse_query(std::string_view json) {
  const auto fields = JsonFields::parse(json, "Invalid query");
  if (!fields) return fields.error();
  Query query;
  if (const auto limit = fields->data("limit")) {
    const char* end = limit->data() + limit->size();
    if (std::from_chars(limit->data(), end, query.page.limit).ptr != end)
      return fields->refused("\"limit\" must be a whole number.");
    query.page.limit = std::clamp(query.page.limit, 1, PageRequest::kMaxLimit);
  }
  if (fields->data("cursor")) {
    const auto cursor = fields->string("cursor");
    if (!cursor) return cursor.error();
    query.page.cursor = cursor.value();
  }
  if (fields->data("filter")) {
    const auto filter = fields->string("filter");
    if (!filter) return filter.error();
    query.filter = filter.value();
  }
  return query;
}

PanelReply bad_input(const Error& error) {
  return PanelReply::bad_input(error.reason ? error.message + ": " + *error.reason : error.message);
}

// A page with a filter holds the matches of as many stored pages as it takes to find one.
PanelReply list_rows(const Services& services, std::string_view query_json, const Call& call) {
  auto query = parse_query(query_json);
  if (!query) return bad_input(query.error());
  PageRequest page = query->page;
  std::vector<std::string> rows;
  do {
    const auto found = services.queries.list_everywhere(page);
    if (!found) return bad_input(found.error());
    for (const EndpointSummary& summary : found->items)
      if (matches(summary, query->filter)) rows.push_back(endpoint_row(summary));
    page.cursor = found->next;
  } while (rows.empty() && page.cursor && !call.cancelled());
  return PanelReply::json(JsonObject().add_json("rows", json_array(rows)).add("cursor", page.cursor).text());
}

PanelReply index_now(const Services& services, const Endpoint& endpoint, const JsonFields& input, const Call& call) {
  const auto reason = input.optional_string("reason");
  if (!reason) return bad_input(reason.error());
  const IndexRequest request{IndexSource::manual, reason.value(), std::nullopt};
  const IndexOutcome outcome = services.index.index(endpoint.id, request, std::nullopt, context_of(call));
  if (outcome.kind == IndexOutcome::Kind::no_endpoint) return PanelReply::not_found(outcome.error->message);
  if (outcome.kind != IndexOutcome::Kind::done)
    return PanelReply::failed(outcome.error->message, std::string(to_string(outcome.error->code)));
  return PanelReply::json(JsonObject()
                              .add("message", "Indexed.")
                              .add("runId", outcome.run_id)
                              .add_json("stats", outcome.index->stats_json)
                              .text());
}

PanelReply run_action(const Services& services, std::string_view action, std::string_view input_json,
                      const Call& call) {
  const auto input = JsonFields::parse(input_json, "Invalid input");
  if (!input) return bad_input(input.error());
  const auto row_id = input->string("id");
  if (!row_id) return bad_input(row_id.error());
  const std::size_t slash = row_id.value().find('/');
  if (slash == std::string::npos) return PanelReply::not_found("Endpoint not found");
  Environment environment;
  environment.id = row_id.value().substr(0, slash);
  const std::string slug = row_id.value().substr(slash + 1);

  const auto found = services.queries.find(environment, slug);
  if (!found) return PanelReply::not_found(found.error().message);
  if (action == "index") return index_now(services, found->endpoint, input.value(), call);
  if (action == "delete") {
    const auto removed = services.queries.remove(environment, slug);
    if (!removed) return PanelReply::not_found(removed.error().message);
    return PanelReply::json(JsonObject().add("message", "Deleted.").text());
  }
  return PanelReply::bad_input("The panel has no action \"" + std::string(action) + "\".");
}

}  // namespace

void add_panels(Registrar& registrar, const ServicesSource& services) {
  const auto with_database = [](const auto& answer) {
    try {
      return answer();
    } catch (const RepositoryError& error) {
      return PanelReply::retry(error.what(), std::string(to_string(ErrorCode::database)));
    }
  };
  Panel panel;
  panel.id = "endpoints";
  panel.title = "Endpoints";
  panel.columns = endpoint_columns();
  panel.actions = {{"index", "Index now", true, ""},
                   {"delete", "Delete", true, "Delete this endpoint, its indexes and its waiting tasks?"}};
  panel.rows = [services, with_database](std::string_view query, Call& call) {
    return with_database([&] { return list_rows(*services(), query, call); });
  };
  panel.act = [services, with_database](std::string_view action, std::string_view input, Call& call) {
    return with_database([&] { return run_action(*services(), action, input, call); });
  };
  registrar.panel(std::move(panel));
}

}  // namespace kongflow::endpoints
