// What an operator can do about an error that ends a command or the start of a host.
#pragma once

#include <exception>
#include <string>

namespace kongflow::host {

// The error's message; when it is PostgreSQL's and the cause is the operator's to remove, with what to do.
std::string with_advice(const std::exception& error);

}  // namespace kongflow::host
