#include "console/row_page.h"

#include "domain/json_object.h"
#include "domain/json_text.h"

namespace kongflow::endpoints {
namespace {

std::string fact(std::string_view title, std::string_view kind, std::string_view value_json) {
  return JsonObject().add("title", title).add_json("value", value_json).add("kind", kind).text();
}

std::optional<std::string> parent_json(const std::optional<Endpoint>& endpoint) {
  if (!endpoint) return std::nullopt;
  return JsonObject().add("id", endpoint->id).add("title", endpoint->slug).text();
}

}  // namespace

Facts& Facts::add(std::string_view title, std::optional<std::string_view> value, std::string_view kind) {
  if (value) facts_.push_back(fact(title, kind, quote_json(*value)));
  return *this;
}

Facts& Facts::add_number(std::string_view title, std::optional<std::int64_t> value, std::string_view kind) {
  if (value) facts_.push_back(fact(title, kind, std::to_string(*value)));
  return *this;
}

Facts& Facts::add_json(std::string_view title, const std::optional<std::string>& json) {
  if (json) facts_.push_back(fact(title, "json", *json));
  return *this;
}

std::string Facts::json() const {
  return json_array(facts_);
}

std::string to_json(const RowPage& page) {
  return JsonObject()
      .add("id", page.id)
      .add("title", page.title)
      .add_json("values", page.values_json)
      .add_json("parent", parent_json(page.endpoint))
      .add_json("facts", page.facts.json())
      .add_json("document", page.document_json)
      .add("queue", page.queue)
      .add_json("others", json_array(page.others_json))
      .add_json("changes", page.changes_json)
      .text();
}

}  // namespace kongflow::endpoints
