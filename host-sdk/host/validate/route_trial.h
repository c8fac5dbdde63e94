// Sends requests to the plugin's routes through the host's dispatcher and observes each hook.
#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>

#include "host/base/environment_store.h"
#include "host/base/log.h"
#include "host/config/settings.h"
#include "host/http/request_dispatcher.h"
#include "host/http/route_table.h"

namespace kongflow::host::validate {

// The result of one request. The members of `seen` are complete when the hook has returned.
struct RouteCall {
  std::string what;                      // "GET /hello/:name with no body"
  std::optional<HttpResponse> response;  // nullopt: timed out
  std::chrono::milliseconds took{0};
  std::shared_ptr<kf_exchange> exchange;
  struct Seen {
    std::string exception;  // exception that left the hook; empty: none
  };
  std::shared_ptr<Seen> seen;

  // More than one violates the contract. Counts late completions too.
  unsigned completions() const { return exchange == nullptr ? 0 : exchange->completions(); }
};

class RouteTrial {
 public:
  // `routes` and `log` must outlive the object. A request has a timeout of two seconds; afterwards the object waits for
  // `wait_limit` more.
  RouteTrial(const RouteTable& routes, Log& log, std::chrono::milliseconds wait_limit);

  const std::vector<Route>& all() const { return watched_.all(); }

  // Starts a request. The returned function waits for the response for the given time. `cancelled`: the call is
  // cancelled and past its deadline before the hook runs. The path and the authorization are derived from the route.
  std::function<RouteCall(std::chrono::milliseconds)> begin(const Route& route, HttpRequest request,
                                                            const std::string& what, bool cancelled);
  RouteCall send_request(const Route& route, HttpRequest request, const std::string& what, bool cancelled = false) {
    return begin(route, std::move(request), what, cancelled)(kRequestTimeLimit + wait_limit_);
  }

  std::chrono::milliseconds wait_limit() const { return wait_limit_; }
  void cancel() { dispatcher_->cancel(); }
  // Returns when no hook is running.
  void stop();

  static constexpr std::chrono::milliseconds kRequestTimeLimit{2'000};

 private:
  // All keys belong to the same environment.
  class OneEnvironment final : public EnvironmentStore {
   public:
    std::shared_ptr<const Environment> find_by_api_key(std::string_view api_key) override;
  };

  std::shared_ptr<RouteCall::Seen> seen_of(const kf_exchange* exchange);
  void handle(const Route& route, const kf_http_request& request, kf_exchange* exchange, kf_call* call);

  const std::chrono::milliseconds wait_limit_;
  HttpSettings settings_;
  prometheus::Registry metrics_;
  Admission admission_{AdmissionSettings{}, metrics_};
  OneEnvironment environments_;
  RouteTable watched_;  // the plugin's routes, each wrapped by handle()
  std::mutex mutex_;
  std::map<std::string, std::pair<std::shared_ptr<RouteCall::Seen>, bool>> open_;  // by call; protected by mutex_
  int last_ = 0;
  std::unique_ptr<RequestDispatcher> dispatcher_;  // last: its threads use all members above
};

// A path that matches the pattern; each ":name" is replaced with `segment`, percent-encoded.
std::string path_of(const std::string& pattern, const std::string& segment);

}  // namespace kongflow::host::validate
