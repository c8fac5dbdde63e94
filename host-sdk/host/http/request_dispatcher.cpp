#include "host/http/request_dispatcher.h"

#include <algorithm>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "host/http/bearer_key.h"
#include "host/http/content_coding.h"
#include "host/http/json_response.h"
#include "host/start_thread.h"
#include "host/text.h"

namespace kongflow::host {
namespace {

// The console's own threads: a few people with a few open pages each.
constexpr FairQueue::Limits kConsoleLimits{16, 16, 64, 64};
// A probe may wait three seconds for a check that hangs.
constexpr FairQueue::Limits kProbeLimits{8, 8, 64, 64};
constexpr int kLookupThreads = 8;  // as many as the environment store has connections
constexpr char kNoThread[] = "The host cannot start more threads.";
// Threads that every share may have, however few there are in all.
constexpr int kLeastPerShare = 16;

FairQueue::Limits handler_limits(const HttpSettings& settings) {
  const int threads = settings.worker_threads;
  return {threads, std::max(std::min(threads, kLeastPerShare), threads / 4), settings.max_in_flight,
          std::max(1, settings.max_in_flight / 8)};
}

HttpResponse method_not_allowed(const std::vector<std::string>& allowed) {
  std::string list;
  for (const std::string& method : allowed) list += (list.empty() ? "" : ", ") + method;
  HttpResponse response = error_response(405);
  response.headers.emplace_back("allow", list);
  return response;
}

HttpResponse try_later(std::string_view reason) {
  HttpResponse response = error_response(503, reason);
  response.headers.emplace_back("retry-after", "1");
  return response;
}

HttpResponse share_exceeded(std::string_view reason) {
  HttpResponse response = error_response(429, reason);
  response.headers.emplace_back("retry-after", "1");
  return response;
}

std::vector<kf_pair> abi_pairs(const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::vector<kf_pair> abi;
  abi.reserve(pairs.size());
  for (const auto& [name, value] : pairs) abi.push_back({to_abi(name), to_abi(value)});
  return abi;
}

kf_environment abi_environment(const Environment& environment) {
  kf_environment abi{};
  abi.struct_size = sizeof abi;
  abi.id = to_abi(environment.id);
  abi.slug = to_abi(environment.slug);
  abi.type = to_abi(environment.type);
  abi.api_key = to_abi(environment.api_key);
  abi.organization_id = to_abi(environment.organization_id);
  abi.project_id = to_abi(environment.project_id);
  return abi;
}

}  // namespace

// What a request's handling needs, wherever it runs.
struct RequestDispatcher::Job {
  HttpRequest request;
  RouteMatch match;
  std::optional<Environment> environment;  // the caller's, once it is known
  std::shared_ptr<kf_exchange> exchange;
  std::shared_ptr<void> handling, unfinished;  // null for probes
};

RequestDispatcher::RequestDispatcher(const HttpSettings& settings, const RouteTable& routes,
                                     EnvironmentStore& environments, Admission& admission, Log& log,
                                     std::function<void(int)> in_flight_changed)
    : settings_(settings),
      routes_(routes),
      environments_(environments),
      admission_(admission),
      log_(log),
      handling_(std::move(in_flight_changed)),
      probes_(kProbeLimits),
      lookups_({kLookupThreads, kLookupThreads, settings.max_in_flight, settings.max_in_flight}),
      console_(kConsoleLimits),
      workers_(handler_limits(settings)) {}

std::shared_ptr<kf_exchange> RequestDispatcher::dispatch(HttpRequest request, const Respond& respond) {
  RouteMatch match = routes_.match(request.method, request.path);
  const Route* route = match.route;
  const auto refuse = [&](HttpResponse response) {
    respond({std::move(response), route, nullptr});
    return nullptr;
  };
  const bool probe = route != nullptr && route->is_probe();
  const bool counts = route != nullptr && (route->lane == RouteLane::worker || route->lane == RouteLane::quick);
  if (draining() && !probe) return refuse(try_later("The host is shutting down."));
  if (match.bad_path) return refuse(error_response(400, "The path is not percent-encoded UTF-8."));
  if (route == nullptr) return refuse(match.allowed.empty() ? error_response(404) : method_not_allowed(match.allowed));
  if (route->loopback_only && !request.local_is_loopback)
    return refuse(error_response(403, "This is answered on a loopback address of the host's machine alone."));
  if (counts && handling_.count() >= settings_.max_in_flight)
    return refuse(try_later("The host is handling as many requests as it may."));

  auto job = std::make_shared<Job>();
  job->request = std::move(request);
  job->match = std::move(match);
  if (counts) job->handling = handling_.enter();
  if (!probe) job->unfinished = unfinished_.enter();
  job->exchange =
      exchanges_.add(job->request.id, kf_call::Clock::now() + settings_.request_timeout,
                     [respond, route, handling = job->handling, unfinished = job->unfinished](HttpResponse response) {
                       respond({std::move(response), route, unfinished});
                     });
  auto exchange = job->exchange;
  start(job);
  return exchange;
}

bool RequestDispatcher::goes_on_without_body(const HttpRequest& request) const {
  const Route* route = routes_.match(request.method, request.path).route;
  return route != nullptr && route->body_optional;
}

void RequestDispatcher::start(const std::shared_ptr<Job>& job) {
  switch (job->match.route->lane) {
    case RouteLane::io:
      return run(*job);
    case RouteLane::probe:
      return start_in(probes_, job);
    case RouteLane::quick:
      if (recall_environment(*job)) return run(*job);
      [[fallthrough]];
    case RouteLane::worker:
      return start_in_share(workers_, job);
    case RouteLane::console:
      return start_in(console_, job);
    case RouteLane::calls:
      return start_in_share(admission_.calls(), job);
  }
}

// A key that is not known yet is looked up first, which may block: its share is its environment's, not its address's.
void RequestDispatcher::start_in_share(FairPool& pool, const std::shared_ptr<Job>& job) {
  const bool known = job->match.route->access != RouteAccess::environment || recall_environment(*job);
  if (known) return start_in(pool, job);
  post(lookups_, job, [this, job, &pool] {
    if (!job->exchange->answered() && authenticate(*job)) start_in(pool, job);
  });
}

void RequestDispatcher::start_in(FairPool& pool, const std::shared_ptr<Job>& job) {
  const std::atomic<int>* limit = job->match.route->call_limit;
  const bool calls = job->match.route->lane == RouteLane::calls && limit != nullptr;
  post(
      pool, job, [this, job] { run(*job); }, calls ? limit->load() : 0);
}

void RequestDispatcher::post(FairPool& pool, const std::shared_ptr<Job>& job, std::function<void()> work,
                             int running_limit) {
  const std::string share = share_of(*job);
  const auto verdict = pool.post(share, Urgency::interactive, std::move(work), running_limit);
  note_threads(verdict != FairPool::Verdict::no_thread);
  if (verdict == FairPool::Verdict::accepted) return;
  const bool share_full = verdict == FairPool::Verdict::share_full;
  admission_.rejected(share, share_full);
  if (!share_full)
    job->exchange->answer(try_later(
        verdict == FairPool::Verdict::no_thread ? kNoThread : "The host has as many requests waiting as it may."));
  else if (job->environment)
    job->exchange->answer(
        share_exceeded("This environment has as many requests waiting as it may. Retry after a moment."));
  else
    job->exchange->answer(share_exceeded("This client has as many requests waiting as it may. Retry after a moment."));
}

void RequestDispatcher::note_threads(bool enough) {
  if (short_of_threads_.exchange(!enough) || enough) return;
  log_.error("http", std::string("The system starts no more threads; requests get 503. ") + process_limit_advice);
}

std::string RequestDispatcher::share_of(const Job& job) const {
  if (job.match.route->access == RouteAccess::console) return kConsoleShare;
  if (job.environment) return job.environment->id;
  return address_share(job.request.remote_address);
}

void RequestDispatcher::run(Job& job) {
  if (job.exchange->answered()) {  // its time ran out while it waited for a thread
    job.exchange->answer(error_response(504));
    return;
  }
  try {
    if (authenticate(job) && decode_body(job)) handle(job);
  } catch (const std::exception& error) {
    log_.error("http", "A handler failed unexpectedly.",
               {{"call", job.request.id}, {"route", job.match.route->pattern}, {"error", error.what()}});
    job.exchange->answer(error_response(500));
  }
}

std::optional<std::string_view> RequestDispatcher::api_key(const HttpRequest& request) const {
  const std::string* authorization = request.header("authorization");
  if (authorization == nullptr) return std::nullopt;
  return bearer_key(*authorization, settings_.bearer_in_any_case ? BearerScheme::any_case : BearerScheme::exact);
}

bool RequestDispatcher::recall_environment(Job& job) {
  if (const auto key = api_key(job.request)) job.environment = environments_.recall(*key);
  return job.environment.has_value();
}

// False when the request is answered with a refusal.
bool RequestDispatcher::authenticate(Job& job) {
  if (job.match.route->access != RouteAccess::environment || job.environment) return true;
  try {
    if (const auto key = api_key(job.request)) job.environment = environments_.find_by_api_key(*key);
  } catch (const std::exception& error) {
    log_.warning("http", "An API key could not be looked up.", {{"call", job.request.id}, {"error", error.what()}});
    job.exchange->answer(try_later("The API key cannot be checked, because the database does not answer."));
    return false;
  }
  if (!job.environment) job.exchange->answer(json_response(401, R"({"error":"Invalid or Missing API key"})"));
  return job.environment.has_value();
}

// False when the request is answered with a refusal.
bool RequestDispatcher::decode_body(Job& job) {
  HttpRequest& request = job.request;
  if (!job.match.route->decodes_body || request.header("content-encoding") == nullptr) return true;
  auto decoded = decode_content(request.headers, std::move(request.body), settings_.max_body_bytes);
  if (auto* body = std::get_if<std::string>(&decoded)) {
    request.body = std::move(*body);
  } else if (job.match.route->body_optional) {
    request.body.clear();
    request.body_dropped = true;
  } else {
    const auto& problem = std::get<CodingProblem>(decoded);
    HttpResponse response = error_response(problem.status, problem.reason);
    if (problem.status == 415) response.headers.emplace_back("accept-encoding", decoded_codings);
    job.exchange->answer(std::move(response));
    return false;
  }
  const auto is_coding = [](const auto& header) { return header.first == "content-encoding"; };
  request.headers.erase(std::remove_if(request.headers.begin(), request.headers.end(), is_coding),
                        request.headers.end());
  return true;
}

void RequestDispatcher::handle(const Job& job) {
  const HttpRequest& request = job.request;
  const auto headers = abi_pairs(request.headers);
  const auto parameters = abi_pairs(job.match.parameters);
  const std::string* trace_parent = request.header("traceparent");
  const kf_environment caller = job.environment ? abi_environment(*job.environment) : kf_environment{};

  kf_http_request abi{};
  abi.struct_size = sizeof abi;
  abi.method = to_abi(request.method);
  abi.path = to_abi(request.path);
  abi.query = to_abi(request.query);
  abi.body = to_abi(request.body);
  abi.remote_address = to_abi(request.remote_address);
  abi.trace_parent = trace_parent == nullptr ? kf_str{} : to_abi(*trace_parent);
  abi.headers = headers.data();
  abi.header_count = static_cast<std::uint32_t>(headers.size());
  abi.path_parameters = parameters.data();
  abi.path_parameter_count = static_cast<std::uint32_t>(parameters.size());
  abi.environment = job.environment ? &caller : nullptr;
  abi.body_state = request.body_dropped ? KF_HTTP_BODY_DROPPED : KF_HTTP_BODY_WHOLE;
  job.match.route->handle(abi, job.exchange.get(), &job.exchange->call());
}

void RequestDispatcher::stop() {
  probes_.stop();
  admission_.calls().stop();
  console_.stop();
  lookups_.stop();
  workers_.stop();
}

}  // namespace kongflow::host
