#include "console/run_advice.h"

#include "domain/error.h"

namespace kongflow::endpoints {
namespace {

std::string number(const NextAttempt& next) {
  return "attempt " + std::to_string(next.attempt) + " of " + std::to_string(next.max_attempts);
}

}  // namespace

std::optional<std::string> describe_next(const std::optional<NextAttempt>& next, const IndexRun* shown_run) {
  if (!next) return std::nullopt;
  std::string run = "An index task of another program";
  if (shown_run != nullptr && next->run_id == shown_run->id) {
    run = "This run";
  } else if (next->source) {
    const bool alike = shown_run != nullptr && next->source == shown_run->request.source;
    run = (alike ? "Another " : "The ") + std::string(to_string(*next->source)) + " run of this endpoint";
  }
  if (!next->due_at) return run + " is in progress (" + number(*next) + ").";
  return run + (next->attempt > 1 ? " is retried automatically (" : " starts automatically (") + number(*next) + ").";
}

std::optional<std::string> advice_for(const IndexRun& run, const ListedEndpoint& owner) {
  if (run.status != RunStatus::failure) return std::nullopt;
  const auto upcoming = describe_next(owner.next_attempt, &run);
  const auto& index = owner.summary.latest_index;
  if (index && run.finished_at && index->created_at >= *run.finished_at)
    return "The endpoint has been indexed since: no action is needed." + (upcoming ? " " + *upcoming : "");
  const std::string check =
      run.error_code == to_string(ErrorCode::database)
          ? "The app responded, but the index could not be stored: see the host's log. "
          : "Check that the app runs at this URL, has the API key of its environment, and sends a valid manifest. ";
  if (upcoming) return check + *upcoming + " \"Index now\" retries immediately.";
  return check + "It is not retried automatically: choose \"Index now\" after fixing it.";
}

}  // namespace kongflow::endpoints
