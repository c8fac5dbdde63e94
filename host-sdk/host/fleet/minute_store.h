// The table kongflow_minutes: what hosts did in each minute of the last day.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "postgres/connection.h"

// Each function is one statement on the given connection and throws postgres::Error.
namespace kongflow::host::minute_store {

struct Work {
  std::int64_t done = 0, retried = 0, failed = 0;
  std::int64_t http = 0, http_errors = 0;
  std::vector<std::int64_t> http_buckets;  // requests by duration; hosts of one version have the same bounds

  Work& operator+=(const Work& more);
  Work& operator-=(const Work& less);
};

// Adds to this minute's row of the host.
void add(postgres::Connection& connection, const std::string& host, const Work& work);
// Removes what is older than a day.
void prune(postgres::Connection& connection);

struct Minute {
  std::string at;
  Work work;
};
// The last `count` minutes with this one, oldest first, of all hosts together; without gaps.
std::vector<Minute> last(postgres::Connection& connection, int count);

}  // namespace kongflow::host::minute_store
