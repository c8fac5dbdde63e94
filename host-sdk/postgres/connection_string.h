// Libpq connection strings: read, completed, and shown without their secrets.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace kongflow::postgres {

// The same connection as keyword='value' pairs, with each of `defaults` that it does not set itself. Takes both forms
// that libpq takes: pairs and postgresql:// URIs. Throws Error for a string that cannot be read; the message quotes
// nothing of it.
std::string normalize(const std::string& connection_string,
                      const std::vector<std::pair<std::string, std::string>>& defaults = {});

// For people: host db.example:5432, database "kongflow". Never throws for a string that cannot be read.
std::string describe(const std::string& connection_string);

}  // namespace kongflow::postgres
