// Libpq connection strings: read, completed, and shown without their secrets.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace kongflow::postgres {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// What every connection of ours has, unless its string says otherwise: UTF-8, the name, the time to connect to one
// server in whole seconds, and keepalives that notice within half a minute that a server has vanished.
Parameters defaults(const std::string& application_name, std::chrono::milliseconds connect_timeout);

// The same connection as keyword='value' pairs, with each of `defaults` that it does not set itself. Takes both forms
// that libpq takes: pairs and postgresql:// URIs. Space around the string is ignored. Throws Error, with the words of
// connection_string_problem(), for a string that cannot be read.
std::string normalize(const std::string& connection_string, const Parameters& defaults = {});

// For people: host db.example:5432, database "kongflow". Never throws for a string that cannot be read.
std::string describe(const std::string& connection_string);

}  // namespace kongflow::postgres
