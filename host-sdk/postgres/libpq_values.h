// Conversions between this folder's types and libpq's: parameters, results, errors.
#pragma once

#include <string>
#include <vector>

#include "postgres/exchange.h"
#include "postgres/statement.h"

namespace kongflow::postgres {

// Borrows from the parameters. Throws Error for text that contains a zero byte.
class ParameterValues {
 public:
  explicit ParameterValues(const std::vector<Parameter>& parameters);
  int size() const { return static_cast<int>(values_.size()); }
  const char* const* data() const { return values_.data(); }

 private:
  std::vector<const char*> values_;
};

// libpq's last error message on one line, without hints (indented lines).
std::string error_text(const PGconn* connection);

// Throws Error unless the result is a success. A null result means that the connection failed.
Rows checked(PGconn* connection, Result result);

}  // namespace kongflow::postgres
