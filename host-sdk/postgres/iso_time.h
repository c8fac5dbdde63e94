#pragma once

#include <string>

namespace kongflow::postgres {

// Returns an SQL expression that formats the expression `timestamptz` as 2026-01-31T09:00:00.000Z.
std::string iso_time(const std::string& timestamptz);

}  // namespace kongflow::postgres
