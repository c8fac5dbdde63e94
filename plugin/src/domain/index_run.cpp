#include "domain/index_run.h"

namespace kongflow::endpoints {

std::string_view to_string(RunStatus status) {
  switch (status) {
    case RunStatus::pending:
      return "PENDING";
    case RunStatus::started:
      return "STARTED";
    case RunStatus::success:
      return "SUCCESS";
    case RunStatus::failure:
      return "FAILURE";
  }
  return {};
}

}  // namespace kongflow::endpoints
