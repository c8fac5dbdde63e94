#include "postgres/prepared_statements.h"

#include "postgres/libpq_values.h"

namespace kongflow::postgres {
namespace {

bool is_outdated(const Error& error) {
  constexpr std::string_view kInvalidStatementName = "26000";
  constexpr std::string_view kResultTypeChanged = "0A000";  // "cached plan must not change result type"
  return error.sqlstate() == kInvalidStatementName || error.sqlstate() == kResultTypeChanged;
}

}  // namespace

Rows PreparedStatements::execute(PGconn* connection, const std::string& sql, const std::vector<Parameter>& parameters,
                                 const std::function<void()>& meanwhile) {
  auto found = names_.find(sql);
  if (found == names_.end()) {
    if (names_.size() == kMaxStatements) return postgres::execute(connection, sql.c_str(), parameters);
    const std::string name = "kongflow_" + std::to_string(names_.size());
    checked(connection,
            exchange(connection, [&] { return PQsendPrepare(connection, name.c_str(), sql.c_str(), 0, nullptr); }));
    found = names_.emplace(sql, name).first;
  }
  const ParameterValues values(parameters);
  try {
    const auto send = [&] {
      return PQsendQueryPrepared(connection, found->second.c_str(), values.size(), values.data(), nullptr, nullptr, 0);
    };
    return checked(connection, exchange(connection, send, meanwhile));
  } catch (const Error& error) {
    if (!is_outdated(error) || PQtransactionStatus(connection) != PQTRANS_IDLE) throw;
    return postgres::execute(connection, sql.c_str(), parameters);
  }
}

}  // namespace kongflow::postgres
