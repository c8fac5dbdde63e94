// Parses libpq connection strings, adds defaults, and describes them without secrets.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace kongflow::postgres {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// The defaults of all connections, which a connection string can override: UTF-8, the application name, the connect
// timeout per server (rounded up to whole seconds), and keepalives that detect a vanished server within 30 seconds.
Parameters defaults(const std::string& application_name, std::chrono::milliseconds connect_timeout);

// Returns the connection string in keyword='value' form, with the `defaults` that it does not set itself. Accepts the
// two forms of libpq: pairs and postgresql:// URIs. Ignores surrounding white space. Throws Error with the text of
// connection_string_problem() for an invalid string.
std::string normalize(const std::string& connection_string, const Parameters& defaults = {});

// A description for messages: host db.example:5432, database "kongflow". Does not throw for an invalid string.
std::string describe(const std::string& connection_string);

}  // namespace kongflow::postgres
