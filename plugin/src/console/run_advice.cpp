#include "console/run_advice.h"

#include "domain/error.h"

namespace kongflow::endpoints {
namespace {

std::string number(const NextAttempt& next) {
  return "attempt " + std::to_string(next.attempt) + " of " + std::to_string(next.max_attempts);
}

}  // namespace

std::optional<std::string> describe_next(const std::optional<NextAttempt>& next, const std::string& run_id) {
  if (!next) return std::nullopt;
  std::string run = "An index task of another program";
  if (next->source)
    run =
        next->run_id == run_id ? "This run" : "The " + std::string(to_string(*next->source)) + " run of this endpoint";
  if (!next->due_at) return run + " is in progress (" + number(*next) + ").";
  return run + (next->attempt > 1 ? " is retried automatically (" : " starts automatically (") + number(*next) + ").";
}

std::optional<std::string> advice_for(const IndexRun& run, const std::optional<NextAttempt>& next) {
  if (run.status != RunStatus::failure) return std::nullopt;
  const std::string check = run.error_code == to_string(ErrorCode::database)
                                ? "The app answered, but the index could not be stored: see the host's log. "
                                : "Check that the app runs at this URL, knows the API key of its environment, and that "
                                  "its manifest is valid. ";
  if (const auto upcoming = describe_next(next, run.id)) return check + *upcoming + " \"Index now\" tries at once.";
  return check + "It is not retried automatically: choose \"Index now\" once that is fixed.";
}

}  // namespace kongflow::endpoints
