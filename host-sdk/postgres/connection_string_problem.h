// Explains why a connection string cannot be read.
#pragma once

#include <string>

namespace kongflow::postgres {

// What is wrong with `connection_string` and how to fix it, to follow "it cannot be read: "; empty when libpq reads it
// as its author meant it. Quotes no part of the string but names of parameters that other PostgreSQL clients have,
// because any other part may belong to a password.
std::string connection_string_problem(const std::string& connection_string);

}  // namespace kongflow::postgres
