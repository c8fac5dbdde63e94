#include "domain/json_object.h"

#include "domain/json_text.h"

namespace kongflow::endpoints {

JsonObject& JsonObject::add(std::string_view name, std::optional<std::string_view> value) {
  if (!value) return add_json(name, "null");
  return add_json(name, quote_json(*value));
}

JsonObject& JsonObject::add_json(std::string_view name, std::optional<std::string_view> json) {
  if (!members_.empty()) members_ += ',';
  members_.append(quote_json(name)).append(":").append(json.value_or("null"));
  return *this;
}

std::string json_array(const std::vector<std::string>& elements) {
  std::string text = "[";
  for (const std::string& element : elements) {
    if (text.size() > 1) text += ',';
    text += element;
  }
  return text += ']';
}

}  // namespace kongflow::endpoints
