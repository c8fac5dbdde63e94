// Builds the replies of panels.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.h"
#include "domain/json_object.h"
#include "domain/panel_repository.h"
#include "kongflow/console.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

PanelReply refusal(const Error& error);

// Replies with {"rows","cursor"}; `row` formats an item as JSON.
template <typename T, typename Row>
PanelReply rows_reply(const Result<Page<T>>& page, Row row) {
  if (!page) return refusal(page.error());
  std::vector<std::string> rows;
  for (const T& item : page->items) rows.push_back(row(item));
  return PanelReply::json(JsonObject().add_json("rows", json_array(rows)).add("cursor", page->next).text());
}

PanelReply database_failure(const RepositoryError& error);

// Calls `answer` with the services of the current configuration; converts database errors to replies.
template <typename Answer>
PanelReply with_services(const ServicesSource& source, const Call& call, Answer answer) {
  const auto services = source();
  try {
    return answer(*services);
  } catch (const RepositoryError& error) {
    services->database_failed(error, call.id());
    return database_failure(error);
  }
}

using AnswerQuery = PanelReply (*)(const Services& services, std::string_view query_json);

// Creates a panel that uses the services of the current configuration. Its version covers the data of all panels of
// this plugin.
Panel make_panel(const ServicesSource& source, std::string id, std::string title, std::vector<PanelColumn> columns,
                 AnswerQuery rows, AnswerQuery row);

}  // namespace kongflow::endpoints
