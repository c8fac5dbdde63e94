#pragma once

#include <string>

namespace kongflow::endpoints {

// Whether the text is a uuid in the form in which PostgreSQL writes it, in either case.
bool is_uuid(const std::string& text);

}  // namespace kongflow::endpoints
