// Vercel's deployment webhooks, which users may send to an endpoint's hook URL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

// Returns the reason for the index that a `deployment.succeeded` event triggers:
//   "<commit message>" was deployed from <ref> (<first 7 of the sha>) to <project>   when `meta` has these three
//   Vercel project <project> was deployed to <url>                                    otherwise
// nullopt for other bodies. `body` is JSON without a problem (json_text.h).
//
// Only the members that the sentence uses are required. Exception: an event in the form of June 2023 (with
// `payload.name`, `payload.type` and `payload.url`) must match the schema of the original service, and the first
// sentence then requires all of GitHub's metadata in `meta`. Recorded cases demand this: such an event without a target
// (a preview deployment) has no reason. No case demands a team, which personal accounts do not have, so `payload.team`
// may have any value.
std::optional<std::string> vercel_reason(std::string_view body);

}  // namespace kongflow::endpoints
