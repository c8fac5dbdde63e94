#include "domain/repository_error.h"

#include <utility>

namespace kongflow::endpoints {
namespace {

struct Rule {
  std::string_view prefix;  // of the SQLSTATE
  DatabaseCause cause;
};

// The first match applies. repository_error.h documents the table.
constexpr Rule kRules[] = {
    {"08", DatabaseCause::connection},   {"57014", DatabaseCause::timeout},     {"57", DatabaseCause::connection},
    {"25006", DatabaseCause::read_only}, {"25P03", DatabaseCause::timeout},     {"25P04", DatabaseCause::timeout},
    {"24", DatabaseCause::connection},   {"25", DatabaseCause::connection},     {"26", DatabaseCause::connection},
    {"34", DatabaseCause::connection},   {"3B", DatabaseCause::connection},     {"53", DatabaseCause::resources},
    {"54", DatabaseCause::resources},    {"58", DatabaseCause::resources},      {"55P03", DatabaseCause::timeout},
    {"55006", DatabaseCause::conflict},  {"40", DatabaseCause::conflict},       {"72", DatabaseCause::conflict},
    {"28", DatabaseCause::permissions},  {"42501", DatabaseCause::permissions}, {"F0", DatabaseCause::corruption},
    {"XX", DatabaseCause::corruption},   {"22", DatabaseCause::statement},      {"23", DatabaseCause::statement},
};

DatabaseCause cause_of(std::string_view sqlstate) {
  if (sqlstate.empty()) return DatabaseCause::connection;
  for (const auto& [prefix, cause] : kRules)
    if (sqlstate.substr(0, prefix.size()) == prefix) return cause;
  return DatabaseCause::schema;
}

}  // namespace

std::string_view to_string(DatabaseCause cause) {
  switch (cause) {
    case DatabaseCause::connection:
      return "connection";
    case DatabaseCause::resources:
      return "resources";
    case DatabaseCause::timeout:
      return "timeout";
    case DatabaseCause::conflict:
      return "conflict";
    case DatabaseCause::read_only:
      return "read_only";
    case DatabaseCause::permissions:
      return "permissions";
    case DatabaseCause::schema:
      return "schema";
    case DatabaseCause::corruption:
      return "corruption";
    case DatabaseCause::statement:
      return "statement";
  }
  return {};
}

RepositoryError::RepositoryError(const std::string& message, std::string sqlstate)
    : std::runtime_error(message), sqlstate_(std::move(sqlstate)), cause_(cause_of(sqlstate_)) {}

}  // namespace kongflow::endpoints
