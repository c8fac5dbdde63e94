#include "http/request_body.h"

#include "domain/json_text.h"

namespace kongflow::endpoints {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

Result<RequestBody> RequestBody::parse(std::string_view body, const std::string& refusal) {
  if (body.substr(0, kByteOrderMark.size()) == kByteOrderMark) body.remove_prefix(kByteOrderMark.size());
  RequestBody parsed(body, refusal);
  if (const auto problem = find_json_problem(body)) {
    const std::string place = problem->path.empty() ? "the body" : "\"" + problem->path + "\"";
    return parsed.refused(place + " " + problem->message + " (at byte " + std::to_string(problem->offset) + ")");
  }
  if (json_type(body) != JsonType::object) return parsed.refused("the body must be a JSON object");
  return parsed;
}

std::optional<std::string_view> RequestBody::json(std::string_view name) const {
  return json_member(object_, name);
}

Result<std::optional<std::string>> RequestBody::optional_string(std::string_view name) const {
  const auto value = json(name);
  if (!value) return std::optional<std::string>();
  auto text = json_string(*value);
  if (!text) return refused("\"" + std::string(name) + "\" must be a string");
  return text;
}

Result<std::string> RequestBody::string(std::string_view name) const {
  auto text = optional_string(name);
  if (!text) return text.error();
  if (!text.value()) return refused("\"" + std::string(name) + "\" is missing");
  return *std::move(text).value();
}

Error RequestBody::refused(std::string reason) const {
  return Error{ErrorCode::invalid_request, refusal_, std::move(reason)};
}

}  // namespace kongflow::endpoints
