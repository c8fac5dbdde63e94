#include "host/http/route_table.h"

#include <algorithm>

#include "host/http/percent_encoding.h"

namespace kongflow::host {
namespace {

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> segments;
  if (path.empty() || path.front() != '/') return segments;
  while (!path.empty()) {
    path.remove_prefix(1);
    segments.push_back(path.substr(0, path.find('/')));
    path.remove_prefix(segments.back().size());
  }
  return segments;
}

bool is_rest(std::string_view segment) {
  return segment.size() > 1 && segment.front() == '*';
}

bool is_parameter(std::string_view segment) {
  return segment.size() > 1 && (segment.front() == ':' || is_rest(segment));
}

bool fits(const std::vector<std::string_view>& pattern, const std::vector<std::string>& path) {
  const bool open_end = !pattern.empty() && is_rest(pattern.back());
  const std::size_t fixed = pattern.size() - (open_end ? 1 : 0);
  if (open_end ? path.size() <= fixed : path.size() != fixed) return false;
  return std::equal(pattern.begin(), pattern.begin() + static_cast<std::ptrdiff_t>(fixed), path.begin(),
                    [](std::string_view expected, const std::string& segment) {
                      return is_parameter(expected) ? !segment.empty() : expected == segment;
                    });
}

std::string joined(const std::vector<std::string>& segments, std::size_t first) {
  std::string path;
  for (std::size_t i = first; i < segments.size(); ++i) path += (i == first ? "" : "/") + segments[i];
  return path;
}

bool same_shape(std::string_view one, std::string_view other) {
  const auto a = split(one), b = split(other);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](std::string_view x, std::string_view y) {
    return is_rest(x) || is_rest(y) ? is_rest(x) == is_rest(y) : is_parameter(x) ? is_parameter(y) : x == y;
  });
}

// True when, in the first segment where the patterns differ in kind, `one` is the literal, or not the rest.
bool more_literal(const std::vector<std::string_view>& one, const std::vector<std::string_view>& other) {
  for (std::size_t i = 0; i < std::min(one.size(), other.size()); ++i) {
    if (is_rest(one[i]) != is_rest(other[i])) return is_rest(other[i]);
    if (is_parameter(one[i]) != is_parameter(other[i])) return is_parameter(other[i]);
  }
  return one.size() < other.size();
}

}  // namespace

bool RouteTable::add(Route route) {
  for (const Route& other : routes_)
    if (other.method == route.method && same_shape(other.pattern, route.pattern)) return false;
  routes_.push_back(std::move(route));
  return true;
}

RouteMatch RouteTable::match(std::string_view method, std::string_view path) const {
  std::vector<std::string> segments;
  for (const std::string_view raw : split(path)) {
    auto segment = percent_decode(raw);
    if (!segment) {
      RouteMatch match;
      match.bad_path = true;
      return match;
    }
    segments.push_back(std::move(*segment));
  }
  RouteMatch match = match_segments(method, segments);
  const bool unknown = match.route == nullptr && match.allowed.empty();
  if (!unknown || segments.size() < 2 || !segments.back().empty()) return match;
  segments.pop_back();
  return match_segments(method, segments);
}

RouteMatch RouteTable::match_segments(std::string_view method, const std::vector<std::string>& segments) const {
  RouteMatch match;
  std::vector<std::string_view> best;
  for (const Route& route : routes_) {
    auto pattern = split(route.pattern);
    if (!fits(pattern, segments)) continue;
    if (route.method != method) {
      match.allowed.push_back(route.method);
    } else if (match.route == nullptr || more_literal(pattern, best)) {
      match.route = &route;
      best = std::move(pattern);
    }
  }
  if (match.route != nullptr) {
    match.allowed.clear();
    for (std::size_t i = 0; i < best.size(); ++i)
      if (is_parameter(best[i]))
        match.parameters.emplace_back(best[i].substr(1), is_rest(best[i]) ? joined(segments, i) : segments[i]);
  }
  std::sort(match.allowed.begin(), match.allowed.end());
  match.allowed.erase(std::unique(match.allowed.begin(), match.allowed.end()), match.allowed.end());
  return match;
}

}  // namespace kongflow::host
