// Facts about an app from the headers and body of a response, stored with each run.
#pragma once

#include <optional>
#include <string>

namespace kongflow::endpoints {

struct AppFacts {
  std::optional<std::string> sdk_version;  // header Trigger-SDK-Version
  std::optional<std::string> api_version;  // header Trigger-Version
  std::optional<std::string> warning;      // for people, one per line: suggested changes to a working app
};

}  // namespace kongflow::endpoints
