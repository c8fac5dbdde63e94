#include "console/endpoints_panel.h"

#include <optional>
#include <utility>

#include "console/endpoint_actions.h"
#include "console/endpoint_row.h"
#include "console/panel_query.h"
#include "console/panel_replies.h"

namespace kongflow::endpoints {
namespace {

std::optional<EndpointOrder> order_by(const std::string& column) {
  constexpr std::pair<const char*, EndpointOrder> kOrders[] = {
      {"registeredAt", EndpointOrder::registered}, {"slug", EndpointOrder::slug}, {"project", EndpointOrder::project},
      {"environment", EndpointOrder::environment}, {"url", EndpointOrder::url},   {"status", EndpointOrder::status},
      {"indexedAt", EndpointOrder::indexed}};
  for (const auto& [key, order] : kOrders)
    if (column == key) return order;
  return std::nullopt;
}

PanelReply list_rows(const Services& services, std::string_view query_json) {
  const auto query = parse_rows_query(query_json);
  if (!query) return refusal(query.error());
  if (query->sort.empty())
    return rows_reply(services.operators.endpoints(query->request, EndpointOrder::registered, true), endpoint_row);
  const auto order = order_by(query->sort);
  if (!order) return PanelReply::bad_input("The panel has no column \"" + query->sort + "\" to sort by.");
  return rows_reply(services.operators.endpoints(query->request, *order, query->descending), endpoint_row);
}

PanelReply show_row(const Services& services, std::string_view query_json) {
  const auto query = parse_row_query(query_json);
  if (!query) return refusal(query.error());
  const auto listed = services.operators.endpoint(query->id);
  return listed ? PanelReply::json(endpoint_page(listed.value())) : refusal(listed.error());
}

}  // namespace

Panel endpoints_panel(const ServicesSource& services) {
  Panel panel = make_panel(services, "endpoints", "Endpoints", endpoint_columns(), list_rows, show_row);
  panel.actions = endpoint_actions();
  panel.act = [services](std::string_view action, std::string_view input, Call& call) {
    return with_services(services, call,
                         [&](const Services& now) { return run_endpoint_action(now, action, input, call); });
  };
  return panel;
}

}  // namespace kongflow::endpoints
