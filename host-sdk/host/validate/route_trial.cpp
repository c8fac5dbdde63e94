#include "host/validate/route_trial.h"

#include "host/http/json_response.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kThreads = 4;

}  // namespace

std::shared_ptr<const Environment> RouteTrial::OneEnvironment::find_by_api_key(std::string_view api_key) {
  Environment environment;
  environment.id = "7f0c1c4e-6f0e-4b6d-9d3a-0a1b2c3d4e5f";
  environment.slug = "dev";
  environment.type = "DEVELOPMENT";
  environment.api_key = api_key;
  environment.project_id = "7f0c1c4e-6f0e-4b6d-9d3a-0a1b2c3d4e60";
  environment.organization_id = "7f0c1c4e-6f0e-4b6d-9d3a-0a1b2c3d4e61";
  return std::make_shared<const Environment>(std::move(environment));
}

RouteTrial::RouteTrial(const RouteTable& routes, Log& log, milliseconds wait_limit) : wait_limit_(wait_limit) {
  settings_.worker_threads = kThreads;
  settings_.request_timeout = kRequestTimeLimit;
  for (const Route& route : routes.all()) {
    Route watched = route;
    watched.handle = [this, &route](const kf_http_request& request, kf_exchange* exchange, kf_call* call) {
      handle(route, request, exchange, call);
    };
    watched_.add(std::move(watched));
  }
  dispatcher_ = std::make_unique<RequestDispatcher>(settings_, watched_, environments_, admission_, log, [](int) {});
}

void RouteTrial::handle(const Route& route, const kf_http_request& request, kf_exchange* exchange, kf_call* call) {
  std::shared_ptr<RouteCall::Seen> seen;
  {
    const std::lock_guard lock(mutex_);
    const auto& [found, cancelled] = open_.at(call->id());
    seen = found;
    if (cancelled) call->cancel();
  }
  try {
    route.handle(request, exchange, call);
    return;
  } catch (const std::exception& error) {
    seen->exception = std::string("\"") + error.what() + "\"";
  } catch (...) {
    seen->exception = "an exception other than std::exception";
  }
  if (exchange->completions() == 0) exchange->answer(error_response(500));
}

std::function<RouteCall(milliseconds)> RouteTrial::begin(const Route& route, HttpRequest request,
                                                         const std::string& what, bool cancelled) {
  auto route_call = std::make_shared<RouteCall>();
  route_call->what = what;
  route_call->seen = std::make_shared<RouteCall::Seen>();
  request.id = "req-" + std::to_string(++last_);
  request.method = route.method;
  request.remote_address = "127.0.0.1";
  request.local_is_loopback = true;
  if (route.access == RouteAccess::environment)
    request.headers.emplace_back("authorization", "Bearer tr_dev_0123456789abcdef");
  {
    const std::lock_guard lock(mutex_);
    open_[request.id] = {route_call->seen, cancelled};
  }
  trace_step("the route " + route_call->what);
  const auto begin = steady_clock::now();
  auto answer = std::make_shared<std::promise<HttpResponse>>();
  settings_.request_timeout = cancelled ? milliseconds(0) : kRequestTimeLimit;
  route_call->exchange = dispatcher_->dispatch(
      std::move(request), [answer](const RequestDispatcher::Reply& reply) { answer->set_value(reply.response); });
  return [route_call, answer, begin](milliseconds wait) {
    auto response = answer->get_future();
    if (response.wait_until(begin + wait) == std::future_status::ready) route_call->response = response.get();
    route_call->took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin);
    return *route_call;
  };
}

void RouteTrial::stop() {
  dispatcher_->stop();
}

std::string path_of(const std::string& pattern, const std::string& segment) {
  std::string path;
  for (std::size_t begin = 0; begin < pattern.size();) {
    const auto end = std::min(pattern.find('/', begin + 1), pattern.size());
    const bool parameter = pattern.compare(begin, 2, "/:") == 0;
    path += parameter ? "/" + segment : pattern.substr(begin, end - begin);
    begin = end;
  }
  return path;
}

}  // namespace kongflow::host::validate
