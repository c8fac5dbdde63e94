// Warns about cron expressions with unexpected schedules.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

// Returns a sentence about an expression that is invalid, never fires, or has a step that is not the interval: */7
// minutes restarts every hour, and */61 fires once an hour. Steps of days of the month are accepted, because months
// differ in length. nullopt: no problem.
//
// The syntax is that of trigger.dev's scheduler, npm's cron-parser 4: five fields, or six with seconds first; names of
// months and days, lists, ranges, steps, ?, L, #; @yearly, @monthly, @weekly, @daily and @hourly in lower case, but not
// @annually or @midnight.
std::optional<std::string> cron_warning(std::string_view expression);

}  // namespace kongflow::endpoints
