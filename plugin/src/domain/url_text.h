// Normalizes URLs as users enter them.
#pragma once

#include <string_view>

namespace kongflow::endpoints {

// Removes control characters below U+0020 and spaces from both ends of `text`, as the WHATWG URL parser and thus every
// browser does.
std::string_view trim_url(std::string_view text);

}  // namespace kongflow::endpoints
