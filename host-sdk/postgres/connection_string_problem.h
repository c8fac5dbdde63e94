// Diagnoses invalid connection strings.
#pragma once

#include <string>

namespace kongflow::postgres {

// Returns the problem of `connection_string` and its remedy, as a continuation of "… cannot be read: ". Empty when
// libpq parses the string as its author intended. Quotes no part of the string except parameter names of other
// PostgreSQL clients, because any other part may belong to a password.
std::string connection_string_problem(const std::string& connection_string);

}  // namespace kongflow::postgres
