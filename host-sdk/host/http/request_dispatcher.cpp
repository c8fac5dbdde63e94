#include "host/http/request_dispatcher.h"

#include <algorithm>
#include <exception>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "host/base/start_thread.h"
#include "host/base/text.h"
#include "host/http/content_coding.h"
#include "host/http/json_response.h"
#include "host/http/refusals.h"

namespace kongflow::host {
namespace {

// The console's own threads: few users, each with few open pages.
constexpr FairQueue::Limits kConsoleLimits{16, 16, 64, 64};
// A probe may wait three seconds for a hanging check.
constexpr FairQueue::Limits kProbeLimits{8, 8, 64, 64};
// Threads that each share may use, even when the total is small.
constexpr int kLeastPerShare = 16;

FairQueue::Limits handler_limits(const HttpSettings& settings) {
  const int threads = settings.worker_threads;
  return {threads, std::max(std::min(threads, kLeastPerShare), threads / 4), settings.max_in_flight,
          std::max(1, settings.max_in_flight / 8)};
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

// State of one request while it is handled.
struct RequestDispatcher::Job {
  HttpRequest request;
  RouteMatch match;
  std::shared_ptr<const Environment> environment;  // the caller's; null until it is looked up
  std::shared_ptr<kf_exchange> exchange;
  std::shared_ptr<void> handling, unfinished;  // null for probes
};

RequestDispatcher::RequestDispatcher(const HttpSettings& settings, const RouteTable& routes,
                                     EnvironmentStore& environments, Admission& admission, Log& log,
                                     std::function<void(int)> in_flight_changed)
    : settings_(settings),
      routes_(routes),
      admission_(admission),
      log_(log),
      handling_(std::move(in_flight_changed)),
      callers_(settings, environments, log),
      body_admission_(settings, routes, callers_, admission),
      probes_(kProbeLimits),
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
  if (auto refusal = refusal_of(match, request)) return refuse(std::move(*refusal));
  if (counts && handling_.count() >= settings_.max_in_flight)
    return refuse(try_later("The host has reached its limit of concurrent requests."));

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

void RequestDispatcher::admit_body(const HttpRequest& head, std::size_t bytes, const BodyAdmission::Decide& decide) {
  if (draining()) return decide({try_later("The host is shutting down."), nullptr, nullptr});
  body_admission_.admit(head, bytes, decide);
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

// Looks up a key that is not cached first, which may block: the share is the environment's, not the address's.
void RequestDispatcher::start_in_share(FairPool& pool, const std::shared_ptr<Job>& job) {
  const bool known = job->match.route->access != RouteAccess::environment || recall_environment(*job);
  if (known) return start_in(pool, job);
  const auto verdict = callers_.post(job->request, [this, job, &pool] {
    if (!job->exchange->answered() && authenticate(*job)) start_in(pool, job);
  });
  answer_unless_accepted(verdict, *job);
}

void RequestDispatcher::start_in(FairPool& pool, const std::shared_ptr<Job>& job) {
  const std::atomic<int>* limit = job->match.route->call_limit;
  const bool calls = job->match.route->lane == RouteLane::calls && limit != nullptr;
  const auto run_job = [this, job] { run(*job); };
  answer_unless_accepted(pool.post(share_of(*job), Urgency::interactive, run_job, calls ? limit->load() : 0), *job);
}

void RequestDispatcher::answer_unless_accepted(FairPool::Verdict verdict, const Job& job) {
  note_threads(verdict != FairPool::Verdict::no_thread);
  if (verdict == FairPool::Verdict::accepted) return;
  admission_.rejected(share_of(job), verdict == FairPool::Verdict::share_full);
  job.exchange->answer(not_admitted(verdict, job.environment != nullptr));
}

void RequestDispatcher::note_threads(bool enough) {
  if (short_of_threads_.exchange(!enough) || enough) return;
  log_.error("http", std::string("The system starts no more threads; requests get 503. ") + kProcessLimitAdvice);
}

std::string RequestDispatcher::share_of(const Job& job) const {
  if (job.match.route->access == RouteAccess::console) return kConsoleShare;
  if (job.environment) return job.environment->id;
  return address_share(job.request.remote_address);
}

void RequestDispatcher::run(Job& job) {
  if (job.exchange->answered()) {  // it timed out while it waited for a thread
    job.exchange->answer(error_response(504));
    return;
  }
  try {
    if (authenticate(job) && decode_body(job)) handle(job);
  } catch (const std::exception& error) {
    log_.error("http", "A handler failed unexpectedly",
               {{"call", job.request.id}, {"route", job.match.route->pattern}, {"error", error.what()}});
    job.exchange->answer(error_response(500));
  }
}

bool RequestDispatcher::recall_environment(Job& job) const {
  job.environment = callers_.recall(job.request);
  return job.environment != nullptr;
}

// False when the request is answered with a refusal.
bool RequestDispatcher::authenticate(Job& job) const {
  if (job.match.route->access != RouteAccess::environment || job.environment) return true;
  auto found = callers_.find(job.request);
  if (auto* refusal = std::get_if<HttpResponse>(&found))
    job.exchange->answer(std::move(*refusal));
  else
    job.environment = std::get<std::shared_ptr<const Environment>>(std::move(found));
  return job.environment != nullptr;
}

// False when the request is answered with a refusal.
bool RequestDispatcher::decode_body(Job& job) {
  HttpRequest& request = job.request;
  if (!job.match.route->decodes_body || request.header("content-encoding") == nullptr) return true;
  auto decoded = decode_content(request.headers, std::move(request.body), settings_.max_body_bytes);
  if (auto* body = std::get_if<std::string>(&decoded)) {
    if (!hold_body(job, std::move(*body))) return false;
  } else if (job.match.route->body_optional) {
    request.body.clear();
    request.body_dropped = true;
  } else {
    const auto& problem = std::get<CodingProblem>(decoded);
    HttpResponse response = error_response(problem.status, problem.reason);
    if (problem.status == 415) response.headers.emplace_back("accept-encoding", kDecodedCodings);
    job.exchange->answer(std::move(response));
    return false;
  }
  const auto is_coding = [](const auto& header) { return header.first == "content-encoding"; };
  request.headers.erase(std::remove_if(request.headers.begin(), request.headers.end(), is_coding),
                        request.headers.end());
  return true;
}

// False when the request is answered with a refusal.
bool RequestDispatcher::hold_body(Job& job, std::string body) {
  HttpRequest& request = job.request;
  request.body.clear();
  if (body.size() > BodyAdmission::kUncheckedBytes) {
    auto verdict = body_admission_.reserve(*job.match.route, share_of(job), job.environment != nullptr, body.size());
    if (verdict.refusal) job.exchange->answer(std::move(*verdict.refusal));
    if (verdict.refusal) return false;
    request.body_dropped = verdict.memory == nullptr;
    request.body_memory = std::move(verdict.memory);
  }
  if (!request.body_dropped) request.body = std::move(body);
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
  job.exchange->set_environment(job.environment);
  abi.body_state = request.body_dropped ? KF_HTTP_BODY_DROPPED : KF_HTTP_BODY_WHOLE;
  abi.secure = request.secure ? 1 : 0;
  job.match.route->handle(abi, job.exchange.get(), &job.exchange->call());
}

void RequestDispatcher::stop() {
  probes_.stop();
  admission_.calls().stop();
  console_.stop();
  callers_.stop();
  workers_.stop();
}

}  // namespace kongflow::host
