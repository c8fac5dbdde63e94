#include "host/database/error_advice.h"

#include "postgres/statement.h"

namespace kongflow::host {
namespace {

const char* advice_for(const std::string& sqlstate) {
  if (sqlstate == "42501")
    return "Name the role that owns the platform's tables in database.url, or grant this one all rights on the tables "
           "and sequences of their schema and of graphile_worker.";
  if (sqlstate == "42P01" || sqlstate == "3F000") return "Run kongflow-host migrate up.";
  if (sqlstate == "25006")
    return "Name the primary server in database.url; a standby or default_transaction_read_only allows reading only.";
  if (sqlstate == "53100") return "Free space on the volume of the database server.";
  return nullptr;
}

}  // namespace

std::string with_advice(const std::exception& error) {
  const auto* from_postgres = dynamic_cast<const postgres::Error*>(&error);
  const char* advice = from_postgres == nullptr ? nullptr : advice_for(from_postgres->sqlstate());
  return error.what() + (advice == nullptr ? "" : std::string(". ") + advice);
}

}  // namespace kongflow::host
