#include "client/pong.h"

#include "client/app_words.h"

namespace kongflow::endpoints {
namespace {

constexpr std::size_t kMaxShownError = 1000;

ClientFailure declined(std::string message) {
  return {ClientFailure::Kind::declined, std::move(message), std::nullopt};
}

std::optional<std::string> text_member(std::string_view pong, std::string_view name) {
  const auto value = json_member(pong, name);
  return value ? json_string(*value) : std::nullopt;
}

}  // namespace

ClientFailure unparsable_answer(const JsonProblem& problem) {
  return {ClientFailure::Kind::unparsable,
          "Could not parse response from endpoint. Make sure it points to the correct URL (you might be missing "
          "/api/trigger)",
          "The answer " + problem.message + " (at byte " + std::to_string(problem.offset) + ")"};
}

std::optional<ClientFailure> judge_pong(const std::string& url, std::string_view body) {
  const auto clean = replace_unstorable(without_byte_order_mark(body), {"\xEF\xBF\xBD"});
  if (const auto* problem = std::get_if<JsonProblem>(&clean)) return unparsable_answer(*problem);
  const auto& pong = std::get<std::string>(clean);
  const auto ok = json_member(pong, "ok");
  if (ok == "true") return std::nullopt;
  const std::string responded = "Endpoint " + url + " responded with error: ";
  if (ok != "false") return declined(responded + R"(its answer to the ping has no "ok": true or "ok": false)");
  if (const auto error = text_member(pong, "error")) return declined(shorten(*error, kMaxShownError));
  if (const auto message = text_member(pong, "message")) return declined(responded + shorten(*message));
  return declined(responded + R"(it gave no "error" text)");
}

}  // namespace kongflow::endpoints
