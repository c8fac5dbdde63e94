// Adds advice for operators to errors that end a command or the start of a host.
#pragma once

#include <exception>
#include <string>

namespace kongflow::host {

// The error's message, followed by advice when it is a PostgreSQL error that an operator can fix.
std::string with_advice(const std::exception& error);

}  // namespace kongflow::host
