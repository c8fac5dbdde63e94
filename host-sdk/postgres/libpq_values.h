// What the files of this folder share: parameters as libpq takes them, and results with their errors.
#pragma once

#include <string>
#include <vector>

#include "postgres/exchange.h"
#include "postgres/statement.h"

namespace kongflow::postgres {

// Valid as long as the parameters. Throws Error for text that holds a zero byte.
class ParameterValues {
 public:
  explicit ParameterValues(const std::vector<Parameter>& parameters);
  int size() const { return static_cast<int>(values_.size()); }
  const char* const* data() const { return values_.data(); }

 private:
  std::vector<const char*> values_;
};

// What libpq said last, on one line, without its hints, which are indented lines.
std::string error_text(const PGconn* connection);

// Throws Error unless the result is a success; null is a failure of the connection.
Rows checked(PGconn* connection, Result result);

}  // namespace kongflow::postgres
