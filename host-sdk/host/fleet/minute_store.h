// The table kongflow_minutes: the work of hosts per minute during the last day.
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
  std::vector<std::int64_t> http_buckets;  // requests by duration; hosts of the same version have the same bounds

  Work& operator+=(const Work& more);
  Work& operator-=(const Work& less);
};

// Adds to the host's row of the current minute.
void add(postgres::Connection& connection, const std::string& host, const Work& work);
// Removes rows older than a day.
void prune(postgres::Connection& connection);

struct Minute {
  std::string at;
  Work work;
};
// The last `count` minutes including the current one, oldest first, without gaps; sums over all hosts.
std::vector<Minute> last(postgres::Connection& connection, int count);

}  // namespace kongflow::host::minute_store
