#include "host/http/route_table.h"

#include <algorithm>

#include "host/http/percent_encoding.h"

namespace kongflow::host {
namespace {

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> segments;
  if (path.empty() || path.front() != '/') return segments;
  segments.reserve(static_cast<std::size_t>(std::count(path.begin(), path.end(), '/')));
  while (!path.empty()) {
    path.remove_prefix(1);
    segments.push_back(path.substr(0, path.find('/')));
    path.remove_prefix(segments.back().size());
  }
  return segments;
}

std::string joined(const std::vector<std::string>& segments, std::size_t first) {
  std::string path;
  for (std::size_t i = first; i < segments.size(); ++i) path += (i == first ? "" : "/") + segments[i];
  return path;
}

}  // namespace

RouteTable::Pattern RouteTable::parse(std::string_view pattern) {
  Pattern parsed;
  for (const std::string_view segment : split(pattern)) {
    const bool named = segment.size() > 1 && (segment.front() == ':' || segment.front() == '*');
    const auto kind = !named                   ? Segment::Kind::literal
                      : segment.front() == '*' ? Segment::Kind::rest
                                               : Segment::Kind::parameter;
    parsed.push_back({kind, std::string(segment.substr(named ? 1 : 0))});
  }
  return parsed;
}

bool RouteTable::same_shape(const Pattern& one, const Pattern& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](const Segment& x, const Segment& y) {
    return x.kind == y.kind && (x.kind != Segment::Kind::literal || x.text == y.text);
  });
}

// True when `one` is more specific at the first segment of different kinds: literal, then parameter, then rest.
bool RouteTable::more_literal(const Pattern& one, const Pattern& other) {
  for (std::size_t i = 0; i < std::min(one.size(), other.size()); ++i)
    if (one[i].kind != other[i].kind) return one[i].kind < other[i].kind;
  return one.size() < other.size();
}

bool RouteTable::fits(const Pattern& pattern, const std::vector<std::string>& path) {
  const bool open_end = !pattern.empty() && pattern.back().kind == Segment::Kind::rest;
  const std::size_t fixed = pattern.size() - (open_end ? 1 : 0);
  if (open_end ? path.size() <= fixed : path.size() != fixed) return false;
  return std::equal(pattern.begin(), pattern.begin() + static_cast<std::ptrdiff_t>(fixed), path.begin(),
                    [](const Segment& expected, const std::string& segment) {
                      return expected.kind == Segment::Kind::literal ? expected.text == segment : !segment.empty();
                    });
}

bool RouteTable::add(Route route) {
  Pattern pattern = parse(route.pattern);
  for (std::size_t i = 0; i < routes_.size(); ++i)
    if (routes_[i].method == route.method && same_shape(patterns_[i], pattern)) return false;
  routes_.push_back(std::move(route));
  patterns_.push_back(std::move(pattern));
  return true;
}

RouteMatch RouteTable::match(std::string_view method, std::string_view path) const {
  const auto raw = split(path);
  std::vector<std::string> segments;
  segments.reserve(raw.size());
  for (const std::string_view encoded : raw) {
    auto segment = percent_decode(encoded);
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
  const Pattern* best = nullptr;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (!fits(patterns_[i], segments)) continue;
    if (routes_[i].method != method) {
      match.allowed.push_back(routes_[i].method);
    } else if (best == nullptr || more_literal(patterns_[i], *best)) {
      match.route = &routes_[i];
      best = &patterns_[i];
    }
  }
  if (best != nullptr) {
    match.allowed.clear();
    for (std::size_t i = 0; i < best->size(); ++i) {
      const Segment& segment = (*best)[i];
      if (segment.kind != Segment::Kind::literal)
        match.parameters.emplace_back(segment.text,
                                      segment.kind == Segment::Kind::rest ? joined(segments, i) : segments[i]);
    }
  }
  std::sort(match.allowed.begin(), match.allowed.end());
  match.allowed.erase(std::unique(match.allowed.begin(), match.allowed.end()), match.allowed.end());
  return match;
}

}  // namespace kongflow::host
