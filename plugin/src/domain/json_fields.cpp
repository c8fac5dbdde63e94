#include "domain/json_fields.h"

#include "domain/json_text.h"

namespace kongflow::endpoints {
namespace {

std::string quoted(std::string_view name) {
  return "\"" + std::string(name) + "\"";
}

}  // namespace

Result<JsonFields> JsonFields::parse(std::string_view text, const std::string& refusal) {
  text = without_byte_order_mark(text);
  JsonFields fields(text, refusal);
  if (const auto problem = find_json_problem(text)) {
    const std::string place = problem->path.empty() ? "The text" : quoted(problem->path);
    return fields.refused(place + " " + problem->message + " (at byte " + std::to_string(problem->offset) + ").");
  }
  if (json_type(text) != JsonType::object) return fields.refused("Expected a JSON object.");
  return fields;
}

std::optional<std::string_view> JsonFields::json(std::string_view name) const {
  return json_member(object_, name);
}

Result<std::optional<std::string>> JsonFields::optional_string(std::string_view name) const {
  const auto value = json(name);
  if (!value) return std::optional<std::string>();
  auto text = json_string(*value);
  if (!text) return refused(quoted(name) + " must be a string.");
  return text;
}

Result<std::string> JsonFields::string(std::string_view name) const {
  auto text = optional_string(name);
  if (!text) return text.error();
  if (!text.value()) return refused(quoted(name) + " is missing.");
  return *std::move(text).value();
}

std::optional<std::string> JsonFields::data(std::string_view name) const {
  const auto value = json(name);
  if (!value || json_type(*value) == JsonType::null) return std::nullopt;
  return std::string(*value);
}

Error JsonFields::refused(std::string reason) const {
  return Error{ErrorCode::invalid_request, refusal_, std::move(reason)};
}

}  // namespace kongflow::endpoints
