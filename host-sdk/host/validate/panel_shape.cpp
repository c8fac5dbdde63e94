#include "host/validate/panel_shape.h"

#include <boost/json.hpp>
#include <optional>
#include <set>

namespace kongflow::host::validate {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxDepth = 2000;  // same as the console's

std::optional<json::object> object_of(const std::string& text) {
  json::parse_options options;
  options.max_depth = kMaxDepth;
  json::error_code error;
  const json::value value = json::parse(text, error, {}, options);
  return !error && value.is_object() ? std::optional(value.get_object()) : std::nullopt;
}

bool is_text(const json::object& object, const char* key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() && !value->get_string().empty();
}

bool is_text_or_nothing(const json::object& object, const char* key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr || value->is_null() || value->is_string();
}

bool is_of_kind(const json::value& value, const std::string& kind) {
  if (value.is_null() || kind == "json") return true;
  if (kind == "number" || kind == "duration") return value.is_number();
  if (kind == "time" || kind == "url") return value.is_string();
  if (kind != "history") return !value.is_object() && !value.is_array();
  if (!value.is_array()) return false;
  for (const auto& status : value.get_array())
    if (!status.is_string()) return false;
  return true;
}

std::string values_fault(const Panel& panel, const json::object& row) {
  for (const PanelColumn& column : panel.columns) {
    const json::value* value = row.if_contains(column.key);
    if (value != nullptr && !is_of_kind(*value, column.kind))
      return "gives the column \"" + column.key + "\" a value that is not of kind " + column.kind;
  }
  return {};
}

// Checks for a list of objects that have a text under each key.
std::string list_fault(const json::object& object, const char* key, std::initializer_list<const char*> texts) {
  const json::value* list = object.if_contains(key);
  if (list == nullptr) return {};
  if (!list->is_array()) return std::string("has a \"") + key + "\" that is not an array";
  for (const auto& entry : list->get_array())
    for (const char* text : texts)
      if (!entry.is_object() || !is_text(entry.get_object(), text))
        return std::string("has an entry of \"") + key + "\" without a text \"" + text + "\"";
  return {};
}

std::string changes_fault(const json::value& changes) {
  if (changes.is_null()) return {};
  if (!changes.is_object()) return "has \"changes\" that is not an object";
  for (const char* key : {"added", "removed", "changed"})
    if (const auto fault = list_fault(changes.get_object(), key, {"entry"}); !fault.empty())
      return fault + " in \"changes\"";
  return {};
}

}  // namespace

std::string rows_fault(const Panel& panel, const std::string& text, std::size_t limit) {
  const auto reply = object_of(text);
  if (!reply) return "is not a JSON object";
  const json::value* rows = reply->if_contains("rows");
  if (rows == nullptr || !rows->is_array()) return "has no array \"rows\"";
  if (rows->get_array().size() > limit) return "has more rows than its limit";
  if (!is_text_or_nothing(*reply, "cursor")) return "has a \"cursor\" that is neither text nor null";
  std::set<std::string> ids;
  for (const auto& row : rows->get_array()) {
    if (!row.is_object() || !is_text(row.get_object(), "id")) return "has a row without a text \"id\"";
    if (!ids.insert(std::string(row.at("id").get_string())).second) return "has two rows with one \"id\"";
    if (auto fault = values_fault(panel, row.get_object()); !fault.empty()) return fault;
  }
  return {};
}

std::string row_fault(const std::string& text) {
  const auto reply = object_of(text);
  if (!reply) return "is not a JSON object";
  for (const char* key : {"id", "title"})
    if (!is_text(*reply, key)) return std::string("has no text \"") + key + "\"";
  const json::value* values = reply->if_contains("values");
  if (values == nullptr || !values->is_object()) return "has no object \"values\"";
  if (!is_text_or_nothing(*reply, "queue")) return "has a \"queue\" that is neither text nor null";
  std::string fault = list_fault(*reply, "facts", {"title", "kind"});
  if (fault.empty()) fault = list_fault(*reply, "others", {"id", "title"});
  const json::value* changes = reply->if_contains("changes");
  if (fault.empty() && changes != nullptr) fault = changes_fault(*changes);
  return fault;
}

std::string action_fault(const std::string& text) {
  const auto reply = object_of(text);
  if (!reply) return "is not a JSON object";
  for (const char* key : {"message", "copy", "row"})
    if (!is_text_or_nothing(*reply, key)) return std::string("has a \"") + key + "\" that is not a text";
  return {};
}

std::vector<std::string> row_ids(const std::string& text) {
  std::vector<std::string> ids;
  if (const auto reply = object_of(text))
    for (const auto& row : reply->at("rows").as_array()) ids.emplace_back(row.at("id").as_string());
  return ids;
}

}  // namespace kongflow::host::validate
