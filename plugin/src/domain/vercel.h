// Vercel's deployment webhooks, which may be pointed at an endpoint's hook URL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

// The reason of an index that a `deployment.succeeded` event asks for:
//   "<commit message>" was deployed from <ref> (<first 7 of the sha>) to <project>   with all of GitHub's metadata
//   Vercel project <project> was deployed to <url>                                    otherwise
// nullopt for anything else. `body` is JSON without a problem (json_text.h).
std::optional<std::string> vercel_reason(std::string_view body);

}  // namespace kongflow::endpoints
