#pragma once

#include <string>

namespace kongflow::endpoints {

// True for a uuid in PostgreSQL's output form, in upper or lower case.
bool is_uuid(const std::string& text);

}  // namespace kongflow::endpoints
