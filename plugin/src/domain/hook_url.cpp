#include "domain/hook_url.h"

#include <cctype>
#include <string_view>

namespace kongflow::endpoints {
namespace {

std::string percent_encoded(const std::string& segment) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : segment) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && (std::isalnum(byte) != 0 || std::string_view("-._~").find(c) != std::string_view::npos)) {
      encoded += c;
    } else {
      encoded += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return encoded;
}

}  // namespace

std::string hook_url(const Endpoint& endpoint, const std::string& base_url) {
  return base_url + "/api/v1/endpoints/" + endpoint.environment_id + "/" + percent_encoded(endpoint.slug) + "/index/" +
         endpoint.indexing_hook_identifier;
}

}  // namespace kongflow::endpoints
