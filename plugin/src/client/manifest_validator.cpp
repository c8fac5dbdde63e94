#include "client/manifest_validator.h"

#include <Poco/JSON/Parser.h>

#include "client/display_text.h"
#include "client/manifest_handler.h"
#include "client/pong.h"
#include "domain/json_text.h"

namespace kongflow::endpoints {
namespace {

ClientFailure invalid(std::string message) {
  return {ClientFailure::Kind::invalid_manifest, std::move(message), std::nullopt};
}

}  // namespace

std::variant<Manifest, ClientFailure> validate_manifest(std::string json, const ManifestLimits& limits) {
  json.erase(0, json.size() - without_byte_order_mark(json).size());
  const auto readable = replace_unstorable(json, kManifestPlaceholders, limits.depth);
  if (const auto* problem = std::get_if<JsonProblem>(&readable)) {
    if (problem->kind == JsonProblem::Kind::syntax) return unparsable_answer(*problem);
    const bool deep = problem->kind == JsonProblem::Kind::depth;
    return invalid("The manifest " + problem->message + (deep ? " (manifest.max_depth)" : "") + " at " +
                   quote_json(shorten(problem->path)));
  }
  const auto& text = std::get<std::string>(readable);
  if (json_type(text) != JsonType::object)
    return invalid("Expected an object with jobs, sources, dynamicTriggers and dynamicSchedules");

  const Poco::SharedPtr<ManifestHandler> handler = new ManifestHandler(text != json, limits.entries);
  Poco::JSON::Parser(handler).parse(text);
  std::string problems = handler->problems().text(Severity::error);
  if (handler->entries() > limits.entries) {
    problems += (problems.empty() ? "" : "\n") + ("The manifest has " + std::to_string(handler->entries())) +
                " entries, more than the " + std::to_string(limits.entries) + " allowed (manifest.max_entries)";
  }
  if (!problems.empty()) return invalid(std::move(problems));
  Manifest manifest{std::move(json), handler->stats(), {}};
  if (std::string warnings = handler->problems().text(Severity::warning); !warnings.empty())
    manifest.warning = std::move(warnings);
  return manifest;
}

}  // namespace kongflow::endpoints
