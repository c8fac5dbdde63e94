// The routes of all plugins and of the host itself.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kongflow/abi/http.h"

namespace kongflow::host {

// Who may call: everybody; the holder of an environment's API key; of the console's token (its handlers check that).
enum class RouteAccess { open, environment, console };

// Where a handler runs.
enum class RouteLane {
  worker,   // may block, on the database for instance
  calls,    // waits for another party, such as an app: in Admission::calls()
  quick,    // never blocks: on the I/O thread when it knows the caller's environment, else as `worker`
  console,  // as `worker`, on threads that no tenant's request can take
  // The host's probes, which are answered while draining and beyond the in-flight limit as well:
  probe,  // may block: on a thread of its own
  io,     // never blocks: on the I/O thread
};

struct Route {
  std::string owner;  // plugin id, or "host"
  std::string method;
  std::string pattern;  // "/a/:name"; a last segment "*name" takes the rest of the path, which may be empty
  RouteAccess access = RouteAccess::open;
  // Same contract as kf_http_fn. [a thread of `lane`]
  std::function<void(const kf_http_request&, kf_exchange*, kf_call*)> handle;
  RouteLane lane = RouteLane::worker;
  bool decodes_body = false;                     // as KF_HTTP_DECODED_BODY
  bool body_optional = false;                    // as KF_HTTP_OPTIONAL_BODY
  bool loopback_only = false;                    // 403 for connections that were not made to a loopback address
  const std::atomic<int>* call_limit = nullptr;  // of the owner's calls per share; null: Admission::kCallsPerShare

  bool is_probe() const { return lane == RouteLane::probe || lane == RouteLane::io; }
};

struct RouteMatch {
  const Route* route = nullptr;                                 // null: no route
  std::vector<std::pair<std::string, std::string>> parameters;  // name, percent-decoded value
  std::vector<std::string> allowed;                             // methods that the path knows, when `route` is null
  bool bad_path = false;                                        // malformed percent-encoding: answer 400
};

// Filled on the main thread while plugins start, then only read, from any thread.
class RouteTable {
 public:
  // False when the method and pattern (parameter names apart) are taken.
  bool add(Route route);
  // `path` as sent, without query. Segments are split first, then decoded. Case counts. A path with a trailing slash
  // that no pattern fits is looked up without it.
  RouteMatch match(std::string_view method, std::string_view path) const;
  const std::vector<Route>& all() const { return routes_; }

 private:
  struct Segment {
    enum class Kind { literal, parameter, rest };
    Kind kind;
    std::string text;  // of a parameter: its name
  };
  using Pattern = std::vector<Segment>;

  static Pattern parse(std::string_view pattern);
  static bool same_shape(const Pattern& one, const Pattern& other);
  static bool more_literal(const Pattern& one, const Pattern& other);
  static bool fits(const Pattern& pattern, const std::vector<std::string>& path);
  RouteMatch match_segments(std::string_view method, const std::vector<std::string>& segments) const;

  std::vector<Route> routes_;
  std::vector<Pattern> patterns_;  // of routes_, in the same order
};

}  // namespace kongflow::host
