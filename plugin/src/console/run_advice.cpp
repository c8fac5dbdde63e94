#include "console/run_advice.h"

#include "domain/error.h"

namespace kongflow::endpoints {

std::optional<std::string> advice_for(const IndexRun& run) {
  if (run.status != RunStatus::failure) return std::nullopt;
  const std::string check = run.error_code == to_string(ErrorCode::database)
                                ? "The app answered, but the database did not take it: the host's log says why. "
                                : "Check that the app runs at this URL, knows the API key of its environment, and that "
                                  "its manifest is valid. ";
  return check + (run.next_attempt_at ? "It is tried again by itself; \"Index now\" tries it at once."
                                      : "It is not tried again by itself: choose \"Index now\" once that is mended.");
}

}  // namespace kongflow::endpoints
