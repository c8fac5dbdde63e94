#include "client/manifest_validator.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Parser.h>

#include "client/app_words.h"
#include "client/manifest_handler.h"
#include "client/pong.h"
#include "domain/json_text.h"

namespace kongflow::endpoints {
namespace {

ClientFailure invalid(std::string message) {
  return {ClientFailure::Kind::invalid_manifest, std::move(message), std::nullopt};
}

std::string join(const ManifestProblems& problems, const std::string& last) {
  if (last.empty()) return problems.text();
  return problems.empty() ? last : problems.text() + "\n" + last;
}

}  // namespace

std::variant<Manifest, ClientFailure> validate_manifest(std::string json, const ManifestLimits& limits) {
  const auto readable = replace_unstorable(json, kUnstorable, limits.depth);
  if (const auto* problem = std::get_if<JsonProblem>(&readable)) {
    if (problem->kind == JsonProblem::Kind::syntax) return unparsable_answer(*problem);
    return invalid("The manifest " + problem->message + " at " + quote_json(shorten(problem->path)));
  }
  const auto& text = std::get<std::string>(readable);
  if (json_type(text) != JsonType::object)
    return invalid("Expected an object with jobs, sources, dynamicTriggers and dynamicSchedules");

  const Poco::SharedPtr<ManifestHandler> handler = new ManifestHandler(text != json, limits.entries);
  std::string last;
  try {
    Poco::JSON::Parser(handler).parse(text);
  } catch (const Poco::Exception&) {
    last = "The number at " + quote_json(shorten(handler->place())) + " is too large to be read";
  }
  if (last.empty() && handler->entries() > limits.entries) {
    last = "The manifest has " + std::to_string(handler->entries()) + " entries, more than the " +
           std::to_string(limits.entries) + " allowed";
  }
  if (!last.empty() || !handler->problems().empty()) return invalid(join(handler->problems(), last));
  return Manifest{std::move(json), handler->stats()};
}

}  // namespace kongflow::endpoints
