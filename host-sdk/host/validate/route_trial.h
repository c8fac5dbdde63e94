// Requests to the plugin's routes, through the host's own dispatcher, each hook watched.
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

// What became of one request. The members of `seen` are complete once the hook has returned.
struct Asked {
  std::string what;                      // "GET /hello/:name with no body"
  std::optional<HttpResponse> response;  // nullopt: none came in time
  std::chrono::milliseconds took{0};
  std::shared_ptr<kf_exchange> exchange;
  struct Seen {
    std::string exception;  // that the hook let out; empty: none
  };
  std::shared_ptr<Seen> seen;

  // More often than once breaks the contract; a late answer counts too.
  unsigned completions() const { return exchange == nullptr ? 0 : exchange->completions(); }
};

class RouteTrial {
 public:
  // What is given outlives the object. A request has two seconds; then the object waits as long as `patience`.
  RouteTrial(const RouteTable& routes, Log& log, std::chrono::milliseconds patience);

  const std::vector<Route>& all() const { return watched_.all(); }

  // Begins a request; the function waits so long for its answer. `cancelled`: its call is cancelled, and its time over,
  // before the hook sees it. The path and the authorization come from the route.
  std::function<Asked(std::chrono::milliseconds)> begin(const Route& route, HttpRequest request,
                                                        const std::string& what, bool cancelled);
  Asked ask(const Route& route, HttpRequest request, const std::string& what, bool cancelled = false) {
    return begin(route, std::move(request), what, cancelled)(time_of_a_request + patience_);
  }

  std::chrono::milliseconds patience() const { return patience_; }
  void cancel() { dispatcher_->cancel(); }
  // Returns when no hook runs any more.
  void stop();

  static constexpr std::chrono::milliseconds time_of_a_request{2'000};

 private:
  // Every key is the key of the same environment.
  class OneEnvironment final : public EnvironmentStore {
   public:
    std::shared_ptr<const Environment> find_by_api_key(std::string_view api_key) override;
  };

  std::shared_ptr<Asked::Seen> seen_of(const kf_exchange* exchange);
  void handle(const Route& route, const kf_http_request& request, kf_exchange* exchange, kf_call* call);

  const std::chrono::milliseconds patience_;
  HttpSettings settings_;
  prometheus::Registry metrics_;
  Admission admission_{AdmissionSettings{}, metrics_};
  OneEnvironment environments_;
  RouteTable watched_;  // the plugin's, each behind handle()
  std::mutex mutex_;
  std::map<std::string, std::pair<std::shared_ptr<Asked::Seen>, bool>> open_;  // by call; protected by mutex_
  int last_ = 0;
  std::unique_ptr<RequestDispatcher> dispatcher_;  // last: its threads use all of the above
};

// A path that the pattern matches, each ":name" being `segment`, percent-encoded.
std::string path_of(const std::string& pattern, const std::string& segment);

}  // namespace kongflow::host::validate
