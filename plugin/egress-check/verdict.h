// Evaluates the egress policy for one URL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/egress_policy.h"
#include "client/resolver.h"

namespace kongflow::endpoints {

struct Verdict {
  std::string_view word;            // allow; listed: an entry of the allow list can allow it; deny
  std::optional<std::string> rule;  // the rule that blocks it
};

// `resolver` null: host names are not resolved, and are checked by the name alone.
Verdict judge(const EgressPolicy& policy, Resolver* resolver, std::string_view url);

// {"url","verdict","rule"}, with U+FFFD for bytes that are not UTF-8.
std::string verdict_json(const std::string& url, const Verdict& verdict);

}  // namespace kongflow::endpoints
