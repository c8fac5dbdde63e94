// Takes whole requests to their routes' handlers, and the answers back.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "host/admission/admission.h"
#include "host/environment_store.h"
#include "host/http/exchange_table.h"
#include "host/http/http_message.h"
#include "host/http/in_flight.h"
#include "host/http/route_table.h"
#include "host/log.h"
#include "host/settings.h"
#include "host/worker_pool.h"

namespace kongflow::host {

class RequestDispatcher {
 public:
  struct Reply {
    HttpResponse response;
    const Route* route = nullptr;      // null: none matched
    std::shared_ptr<void> unfinished;  // dropped once the answer is written, for wait_idle()
  };
  using Respond = std::function<void(Reply)>;

  // Arguments must outlive the dispatcher. `in_flight_changed` receives the number of requests being handled, without
  // those that wait for another party.
  RequestDispatcher(const HttpSettings& settings, const RouteTable& routes, EnvironmentStore& environments,
                    Admission& admission, Log& log, std::function<void(int)> in_flight_changed);

  // Calls `respond` exactly once, from any thread, possibly before it returns. The exchange is for the caller to expire
  // when the request's time is over; null when the request is answered already. [I/O thread]
  std::shared_ptr<kf_exchange> dispatch(HttpRequest request, const Respond& respond);

  // Whether the request's route goes on without a body that is too large. Of `request` the head is known. [I/O thread]
  bool goes_on_without_body(const HttpRequest& request) const;

  // As in HttpServer. [any thread]
  void drain() { draining_ = true; }
  bool draining() const { return draining_; }
  bool wait_idle(std::chrono::milliseconds timeout) { return unfinished_.wait_idle(timeout); }
  void cancel() { exchanges_.cancel(); }
  // Returns when no handler runs any more. Stops the admission's calls with it.
  void stop();

 private:
  struct Job;

  void start(const std::shared_ptr<Job>& job);
  void start_in_share(FairPool& pool, const std::shared_ptr<Job>& job);
  void start_in(FairPool& pool, const std::shared_ptr<Job>& job);
  void post(FairPool& pool, const std::shared_ptr<Job>& job, std::function<void()> work, int running_limit = 0);
  std::string share_of(const Job& job) const;
  void note_threads(bool enough);
  void run(Job& job);
  std::optional<std::string_view> api_key(const HttpRequest& request) const;
  bool recall_environment(Job& job);
  bool authenticate(Job& job);
  bool decode_body(Job& job);
  void handle(const Job& job);

  const HttpSettings& settings_;
  const RouteTable& routes_;
  EnvironmentStore& environments_;
  Admission& admission_;
  Log& log_;
  std::atomic<bool> draining_{false};
  std::atomic<bool> short_of_threads_{false};  // at the last request
  InFlight handling_;                          // from a request's dispatch to its answer and the return of its hook
  InFlight unfinished_;                        // the same, and the writing of the answer
  ExchangeTable exchanges_;
  FairPool probes_;
  FairPool lookups_;
  FairPool console_;
  FairPool workers_;  // last: its threads use all of the above
};

}  // namespace kongflow::host
