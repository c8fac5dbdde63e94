#include "domain/json_object.h"

#include "domain/json_text.h"

namespace kongflow::endpoints {

JsonObject& JsonObject::add(std::string_view name, std::string_view value) {
  return add_json(name, quote_json(value));
}

JsonObject& JsonObject::add(std::string_view name, const std::optional<std::string>& value) {
  return value ? add(name, std::string_view(*value)) : add_json(name, "null");
}

JsonObject& JsonObject::add_json(std::string_view name, std::string_view json) {
  if (!members_.empty()) members_ += ',';
  members_.append(quote_json(name)).append(":").append(json);
  return *this;
}

JsonObject& JsonObject::add_json(std::string_view name, const std::optional<std::string>& json) {
  return add_json(name, json ? std::string_view(*json) : std::string_view("null"));
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
