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

// Required credentials: none, an environment's API key, or the console's token (checked by its handlers).
enum class RouteAccess { open, environment, console };

// The thread that runs a handler.
enum class RouteLane {
  worker,   // may block, for instance on the database
  calls,    // waits for another party, such as an app: in Admission::calls()
  quick,    // never blocks: on the I/O thread when the caller's environment is cached, else as `worker`
  console,  // as `worker`, on threads reserved for the console
  // The host's probes, which are also answered while draining and above the in-flight limit:
  probe,  // may block: on its own thread
  io,     // never blocks: on the I/O thread
};

struct Route {
  std::string owner;  // plugin id, or "host"
  std::string method;
  std::string pattern;  // "/a/:name"; a last segment "*name" matches the rest of the path, which may be empty
  RouteAccess access = RouteAccess::open;
  // Same contract as kf_http_fn. [a thread of `lane`]
  std::function<void(const kf_http_request&, kf_exchange*, kf_call*)> handle;
  RouteLane lane = RouteLane::worker;
  bool decodes_body = false;   // as KF_HTTP_DECODED_BODY
  bool body_optional = false;  // as KF_HTTP_OPTIONAL_BODY
  bool loopback_only = false;  // 403 unless HttpRequest::local_is_loopback
  const std::atomic<int>* call_limit =
      nullptr;  // the owner's limit of calls per share; null: Admission::kCallsPerShare

  bool is_probe() const { return lane == RouteLane::probe || lane == RouteLane::io; }
};

struct RouteMatch {
  const Route* route = nullptr;                                 // null: none matched
  std::vector<std::pair<std::string, std::string>> parameters;  // name, percent-decoded value
  std::vector<std::string> allowed;                             // methods available for the path when `route` is null
  bool bad_path = false;                                        // malformed percent-encoding: answer 400
};

// Filled on the main thread while plugins start; read-only afterwards, from any thread.
class RouteTable {
 public:
  // False when a route with this method and pattern exists; parameter names do not count.
  bool add(Route route);
  // `path` as sent, without query. Splits segments before decoding. Case-sensitive. When a path with a trailing slash
  // matches no pattern, tries it without the slash.
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
