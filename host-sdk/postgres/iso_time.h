#pragma once

#include <string>

namespace kongflow::postgres {

// The SQL that writes a timestamptz expression as 2026-01-31T09:00:00.000Z.
std::string iso_time(const std::string& timestamptz);

}  // namespace kongflow::postgres
