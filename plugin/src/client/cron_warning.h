// Finds cron expressions that do not do what they seem to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

// A sentence about an expression that is invalid, never fires, or has a step that is not the interval: */7 minutes
// starts again every hour, and */61 runs once an hour. Days of the month have no steady steps, since months differ:
// theirs are accepted. nullopt: it has no such problem. The syntax is that of
// trigger.dev's scheduler, npm's cron-parser 4: five fields, or six with seconds in front; names of months and days,
// lists, ranges, steps, ?, L, #; @yearly, @monthly, @weekly, @daily and @hourly in lower case, but not @annually or
// @midnight.
std::optional<std::string> cron_warning(std::string_view expression);

}  // namespace kongflow::endpoints
