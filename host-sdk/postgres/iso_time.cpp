#include "postgres/iso_time.h"

namespace kongflow::postgres {

std::string iso_time(const std::string& timestamptz) {
  return "to_char(" + timestamptz + R"( at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))";
}

}  // namespace kongflow::postgres
