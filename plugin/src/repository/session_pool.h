// The Poco::Data sessions that the repository works on.
#pragma once

#include <Poco/Data/Session.h>

#include <chrono>
#include <string>

#include "postgres/pool.h"

namespace kongflow::endpoints {

using SessionPool = postgres::Pool<Poco::Data::Session>;

// Sessions to `connection_string` (any form that libpq takes), in UTF-8, with `statement_timeout`, which is also how
// long acquire() waits for a free one, and with the planner settings that the order of tasks depends on.
SessionPool make_session_pool(std::string connection_string, int size, std::chrono::milliseconds statement_timeout);

}  // namespace kongflow::endpoints
