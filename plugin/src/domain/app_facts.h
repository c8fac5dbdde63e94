// What is noted of an app's answer besides the manifest, whenever there was one.
#pragma once

#include <optional>
#include <string>

namespace kongflow::endpoints {

struct AppFacts {
  std::optional<std::string> sdk_version;  // header Trigger-SDK-Version
  std::optional<std::string> api_version;  // header Trigger-Version
  std::optional<std::string> warning;      // for people, a line for each: what to change although it works
};

}  // namespace kongflow::endpoints
