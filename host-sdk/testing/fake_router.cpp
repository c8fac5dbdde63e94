#include "kongflow/testing/fake_router.h"

#include <cstdlib>

namespace kongflow::testing {
namespace {

// The next segment of a path that begins with "/".
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(std::strtol(std::string(text.substr(i + 1, 2)).c_str(), nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

std::optional<PathParameters> match_path(std::string_view pattern, std::string_view path) {
  PathParameters parameters;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view expected = take_segment(pattern);
    const std::string_view segment = take_segment(path);
    if (!expected.empty() && expected.front() == ':') {
      if (segment.empty()) return std::nullopt;
      parameters.emplace_back(expected.substr(1), decoded(segment));
    } else if (expected != segment) {
      return std::nullopt;
    }
  }
  const bool at_end = path.empty() || path == "/";
  if (!pattern.empty() || !at_end) return std::nullopt;
  return parameters;
}

FakeMatch find_route(const std::vector<FakeRoute>& routes, std::string_view method, std::string_view path) {
  FakeMatch best;
  for (const FakeRoute& route : routes) {
    auto parameters = match_path(route.pattern, path);
    if (!parameters) continue;
    if (route.method != method) {
      best.other_method = true;
    } else if (best.route == nullptr || parameters->size() < best.parameters.size()) {
      best.route = &route;
      best.parameters = *std::move(parameters);
    }
  }
  return best;
}

}  // namespace kongflow::testing
