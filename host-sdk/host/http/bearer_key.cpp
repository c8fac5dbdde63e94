#include "host/http/bearer_key.h"

#include <algorithm>

namespace kongflow::host {

std::optional<std::string_view> bearer_key(std::string_view authorization) {
  constexpr std::string_view scheme = "Bearer ";
  if (authorization.substr(0, scheme.size()) != scheme) return std::nullopt;
  const std::string_view key = authorization.substr(scheme.size());
  const bool visible = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (key.empty() || !visible) return std::nullopt;
  return key;
}

}  // namespace kongflow::host
