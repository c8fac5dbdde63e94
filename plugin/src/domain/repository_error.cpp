#include "domain/repository_error.h"

#include <utility>

namespace kongflow::endpoints {
namespace {

struct Rule {
  std::string_view prefix;  // of SQLSTATEs
  DatabaseCause cause;
};

// The first match decides.
constexpr Rule kRules[] = {
    {"08", DatabaseCause::connection},  {"57P", DatabaseCause::connection},  {"57014", DatabaseCause::timeout},
    {"55P03", DatabaseCause::timeout},  {"25P", DatabaseCause::timeout},     {"57", DatabaseCause::connection},
    {"53", DatabaseCause::resources},   {"58", DatabaseCause::resources},    {"40", DatabaseCause::conflict},
    {"55", DatabaseCause::conflict},    {"25006", DatabaseCause::read_only}, {"42501", DatabaseCause::permissions},
    {"28", DatabaseCause::permissions}, {"42P01", DatabaseCause::schema},    {"42P02", DatabaseCause::schema},
    {"42703", DatabaseCause::schema},   {"42704", DatabaseCause::schema},    {"42804", DatabaseCause::schema},
    {"42846", DatabaseCause::schema},   {"42883", DatabaseCause::schema},    {"3D", DatabaseCause::schema},
    {"3F", DatabaseCause::schema},      {"0A000", DatabaseCause::schema},    {"26000", DatabaseCause::schema},
    {"F0", DatabaseCause::corruption},  {"XX", DatabaseCause::corruption},
};

DatabaseCause cause_of(std::string_view sqlstate) {
  if (sqlstate.empty()) return DatabaseCause::connection;
  for (const auto& [prefix, cause] : kRules)
    if (sqlstate.substr(0, prefix.size()) == prefix) return cause;
  return DatabaseCause::statement;
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
