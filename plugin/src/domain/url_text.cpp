#include "domain/url_text.h"

#include <algorithm>

namespace kongflow::endpoints {

std::string_view trim_url(std::string_view text) {
  const auto visible = [](char c) { return static_cast<unsigned char>(c) > 0x20; };
  const auto first = std::find_if(text.begin(), text.end(), visible);
  const auto last = std::find_if(text.rbegin(), std::make_reverse_iterator(first), visible).base();
  return text.substr(static_cast<std::size_t>(first - text.begin()), static_cast<std::size_t>(last - first));
}

}  // namespace kongflow::endpoints
