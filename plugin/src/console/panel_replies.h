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

// Calls `answer` with the services in force; trouble with the database is to be tried again.
template <typename Answer>
PanelReply with_services(const ServicesSource& source, Answer answer) {
  try {
    return answer(*source());
  } catch (const RepositoryError& error) {
    return PanelReply::retry(error.what(), std::string(to_string(ErrorCode::database)));
  }
}

using AnswerQuery = PanelReply (*)(const Services& services, std::string_view query_json);

// A panel that answers with the services in force; its version is that of everything that this plugin's panels show.
Panel make_panel(const ServicesSource& source, std::string id, std::string title, std::vector<PanelColumn> columns,
                 AnswerQuery rows, AnswerQuery row);

}  // namespace kongflow::endpoints
