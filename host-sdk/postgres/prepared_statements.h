// Prepared statements of one connection.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "postgres/statement.h"

namespace kongflow::postgres {

// Belongs to one connection, for its whole life; one thread at a time. Use it for statements whose plan does not depend
// on the size of the tables: a plan made for an empty table is reused until the table is analyzed.
class PreparedStatements {
 public:
  // Like postgres::execute(). The first execution of a statement takes one more round trip. At most kMaxStatements
  // statements are prepared; further ones are executed unprepared. So is a statement that the server no longer knows,
  // or whose result columns have changed. `meanwhile` is called at most once, while the server executes the statement:
  // not when the statement could not be sent.
  Rows execute(PGconn* connection, const std::string& sql, const std::vector<Parameter>& parameters,
               const std::function<void()>& meanwhile = {});

 private:
  static constexpr std::size_t kMaxStatements = 64;
  std::unordered_map<std::string, std::string> names_;  // by SQL text
};

}  // namespace kongflow::postgres
