// Statements that a connection parses and plans once.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "postgres/statement.h"

namespace kongflow::postgres {

// Of one connection, for as long as that lives; one thread at a time. For statements whose plan stays good while tables
// grow: one that was made for an empty table is kept until the table is analyzed.
class PreparedStatements {
 public:
  // As postgres::execute(). The first execution of a text takes one more round trip; beyond kMost different texts
  // nothing is kept of further ones. A statement that the server has forgotten, or whose tables were changed so that it
  // has other columns now, is executed as if it were new. `meanwhile` is called while the server works, at most once:
  // not when the statement could not be sent.
  Rows execute(PGconn* connection, const std::string& sql, const std::vector<Parameter>& parameters,
               const std::function<void()>& meanwhile = {});

 private:
  static constexpr std::size_t kMost = 64;
  std::unordered_map<std::string, std::string> names_;  // by text
};

}  // namespace kongflow::postgres
