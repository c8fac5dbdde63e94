// Vercel's deployment webhooks, which may be pointed at an endpoint's hook URL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

// The reason of an index that a `deployment.succeeded` event asks for:
//   "<commit message>" was deployed from <ref> (<first 7 of the sha>) to <project>   when `meta` has these three
//   Vercel project <project> was deployed to <url>                                    otherwise
// nullopt for anything else. `body` is JSON without a problem (json_text.h).
//
// Only what the sentence uses is required. Exception: an event in the form of June 2023, which has `payload.name`,
// `payload.type` and `payload.url`, must fit the schema of the original service, and its `meta` must have all of
// GitHub's metadata for the first sentence. Recorded cases demand this: such an event without a target (a preview
// deployment) has no reason. No case demands a team, which personal accounts do not have: `payload.team` may be
// anything.
std::optional<std::string> vercel_reason(std::string_view body);

}  // namespace kongflow::endpoints
