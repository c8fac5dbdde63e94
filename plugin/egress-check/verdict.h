// The egress policy's answer to one URL, as data.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/egress_policy.h"
#include "client/resolver.h"

namespace kongflow::endpoints {

struct Verdict {
  std::string_view word;            // allow; listed: an entry of the allow list would open it; deny
  std::optional<std::string> rule;  // that refuses it
};

// `resolver` null: names are judged by what they say alone, not by the addresses that they lead to.
Verdict judge(const EgressPolicy& policy, Resolver* resolver, std::string_view url);

// {"url","verdict","rule"}, with U+FFFD for what is not UTF-8.
std::string verdict_json(const std::string& url, const Verdict& verdict);

}  // namespace kongflow::endpoints
