#include "client/pong.h"

#include "client/answer_message.h"
#include "client/display_text.h"

namespace kongflow::endpoints {
namespace {

constexpr std::size_t kMaxShownError = 1000;

ClientFailure declined(std::string message, std::optional<std::string> reason = std::nullopt) {
  return {ClientFailure::Kind::declined, std::move(message), std::move(reason)};
}

std::optional<std::string> text_member(std::string_view pong, std::string_view name) {
  const auto value = json_member(pong, name);
  return value ? json_string(*value) : std::nullopt;
}

}  // namespace

ClientFailure unparsable_answer(std::string reason) {
  return {ClientFailure::Kind::unparsable,
          "Could not parse response from endpoint. Make sure it points to the correct URL (you might be missing "
          "/api/trigger)",
          std::move(reason)};
}

ClientFailure unparsable_answer(const JsonProblem& problem) {
  return unparsable_answer("The response " + problem.message + " (at byte " + std::to_string(problem.offset) + ")");
}

std::optional<ClientFailure> check_pong(const std::string& url, std::string_view body) {
  const auto clean = replace_unstorable(without_byte_order_mark(body), {"\xEF\xBF\xBD"});
  if (const auto* problem = std::get_if<JsonProblem>(&clean)) return unparsable_answer(*problem);
  const auto& pong = std::get<std::string>(clean);
  const auto ok = json_member(pong, "ok");
  if (ok == "true") return std::nullopt;
  const std::string responded = "Endpoint " + url + " responded with error: ";
  if (ok != "false") {
    const auto words = find_message(pong);
    return declined(responded + R"(its answer to the ping has no "ok": true or "ok": false)",
                    words ? std::optional("The app says: " + *words) : std::nullopt);
  }
  if (const auto error = text_member(pong, "error")) return declined(shorten(*error, kMaxShownError));
  if (const auto message = text_member(pong, "message")) return declined(shorten(*message, kMaxShownError));
  return declined(responded + R"(it gave no "error" text)");
}

}  // namespace kongflow::endpoints
