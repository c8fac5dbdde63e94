// Checks the cron expressions by which apps schedule jobs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

// A sentence about an expression that is none, that never fires, or whose step cannot be kept: */7 minutes starts anew
// each hour. nullopt: it is fine. Expressions are those of trigger.dev's scheduler (npm's cron-parser): five fields, or
// six with seconds in front; names of months and days, lists, ranges, steps, ?, L, #, and @daily and its like.
std::optional<std::string> cron_warning(std::string_view expression);

}  // namespace kongflow::endpoints
