#include "host/http/bearer_key.h"

#include <algorithm>

#include "host/http/http_message.h"

namespace kongflow::host {

std::optional<std::string_view> bearer_key(std::string_view authorization, BearerScheme scheme) {
  constexpr std::string_view expected = "Bearer ";
  const std::string_view written = authorization.substr(0, expected.size());
  if (written != expected && (scheme == BearerScheme::exact || lower_case(written) != lower_case(expected)))
    return std::nullopt;
  const std::string_view key = authorization.substr(expected.size());
  const bool visible = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (key.empty() || !visible) return std::nullopt;
  return key;
}

}  // namespace kongflow::host
