// Finds the route of a request like the host's router.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kongflow/testing/fake_state.h"

namespace kongflow::testing {

using PathParameters = std::vector<std::pair<std::string, std::string>>;

// The percent-decoded values of the ":name" segments; nullopt when `path` does not match `pattern`.
std::optional<PathParameters> match_path(std::string_view pattern, std::string_view path);

struct FakeMatch {
  const FakeRoute* route = nullptr;  // null: none
  PathParameters parameters;
  bool other_method = false;  // the path matches only routes with other methods
};
// A literal segment takes precedence over a parameter.
FakeMatch find_route(const std::vector<FakeRoute>& routes, std::string_view method, std::string_view path);

}  // namespace kongflow::testing
