// Dispatches complete requests to their routes' handlers and returns the responses.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "host/admission/admission.h"
#include "host/base/environment_store.h"
#include "host/base/log.h"
#include "host/config/settings.h"
#include "host/http/body_admission.h"
#include "host/http/caller_lookup.h"
#include "host/http/exchange_table.h"
#include "host/http/http_message.h"
#include "host/http/in_flight.h"
#include "host/http/route_table.h"

namespace kongflow::host {

class RequestDispatcher {
 public:
  struct Reply {
    HttpResponse response;
    const Route* route = nullptr;      // null: none matched
    std::shared_ptr<void> unfinished;  // destroyed once the response is written, for wait_idle()
  };
  using Respond = std::function<void(Reply)>;

  // The arguments must outlive the dispatcher. `in_flight_changed` receives the number of requests being handled, not
  // counting those that wait for another party.
  RequestDispatcher(const HttpSettings& settings, const RouteTable& routes, EnvironmentStore& environments,
                    Admission& admission, Log& log, std::function<void(int)> in_flight_changed);

  // Calls `respond` exactly once, from any thread, possibly before it returns. The caller must expire the returned
  // exchange at the request's timeout; null when the request is already answered. [I/O thread]
  std::shared_ptr<kf_exchange> dispatch(HttpRequest request, const Respond& respond);

  // For a request with a large body, after its head is read. [I/O thread]
  void admit_body(const HttpRequest& head, std::size_t bytes, const BodyAdmission::Decide& decide);

  // As in HttpServer. [any thread]
  void drain() { draining_ = true; }
  bool draining() const { return draining_; }
  bool wait_idle(std::chrono::milliseconds timeout) { return unfinished_.wait_idle(timeout); }
  void cancel() { exchanges_.cancel(); }
  // Returns when no handler runs. Also stops the admission's calls.
  void stop();

 private:
  struct Job;

  void start(const std::shared_ptr<Job>& job);
  void start_in_share(FairPool& pool, const std::shared_ptr<Job>& job);
  void start_in(FairPool& pool, const std::shared_ptr<Job>& job);
  void answer_unless_accepted(FairPool::Verdict verdict, const Job& job);
  std::string share_of(const Job& job) const;
  void note_threads(bool enough);
  void run(Job& job);
  bool recall_environment(Job& job) const;
  bool authenticate(Job& job) const;
  bool decode_body(Job& job);
  bool hold_body(Job& job, std::string body);
  void handle(const Job& job);

  const HttpSettings& settings_;
  const RouteTable& routes_;
  Admission& admission_;
  Log& log_;
  std::atomic<bool> draining_{false};
  std::atomic<bool> short_of_threads_{false};  // at the last request
  InFlight handling_;                          // from a request's dispatch to its response and the return of its hook
  InFlight unfinished_;                        // the same, until the response is written
  ExchangeTable exchanges_;
  CallerLookup callers_;
  BodyAdmission body_admission_;
  FairPool probes_;
  FairPool console_;
  FairPool workers_;  // last: its threads use all members above
};

}  // namespace kongflow::host
