// URLs as people type and paste them.
#pragma once

#include <string_view>

namespace kongflow::endpoints {

// `text` without the control characters below U+0020 and the spaces at its ends, which the WHATWG's parser, and so
// every browser, removes from a URL too.
std::string_view trim_url(std::string_view text);

}  // namespace kongflow::endpoints
