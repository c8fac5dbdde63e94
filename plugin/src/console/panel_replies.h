// How the panels answer.
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

// {"rows","cursor"} with what `row` makes of each item.
template <typename T, typename Row>
PanelReply rows_reply(const Result<Page<T>>& page, Row row) {
  if (!page) return refusal(page.error());
  std::vector<std::string> rows;
  for (const T& item : page->items) rows.push_back(row(item));
  return PanelReply::json(JsonObject().add_json("rows", json_array(rows)).add("cursor", page->next).text());
}

PanelReply database_failure(const RepositoryError& error);

// Calls `answer` with the services in force.
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

// A panel that answers with the services in force; its version is that of everything that this plugin's panels show.
Panel make_panel(const ServicesSource& source, std::string id, std::string title, std::vector<PanelColumn> columns,
                 AnswerQuery rows, AnswerQuery row);

}  // namespace kongflow::endpoints
