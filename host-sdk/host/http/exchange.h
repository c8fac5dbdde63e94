// The response to one request, completed exactly once.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "host/base/call.h"
#include "host/base/environment_store.h"
#include "host/http/http_message.h"
#include "kongflow/abi/http.h"

// Opaque to plugins, which use it through kongflow.http/1. All members: [any thread].
struct kf_exchange {
 public:
  using Answer = std::function<void(kongflow::host::HttpResponse)>;
  using Settled = std::function<void(kf_exchange&)>;

  // `answer` sends the response; it is called at most once and then destroyed. `settled` is called once, when the
  // handler first calls complete() or answer(); the handler does not use the exchange afterwards.
  kf_exchange(std::string id, kf_call::Clock::time_point deadline, Answer answer, Settled settled);
  kf_exchange(const kf_exchange&) = delete;
  kf_exchange& operator=(const kf_exchange&) = delete;

  // Completes the exchange with a plugin's response; copies all arguments. KF_CONFLICT when the exchange is already
  // completed or has timed out. KF_BAD_ARGUMENT, and a 500 to the client, for a status outside 200-599, a header name
  // that is not a token or a value with control characters. Ignores headers that the server sets itself (date,
  // content-length, connection, transfer-encoding, x-request-id).
  kf_status complete(std::uint32_t status, const kf_pair* headers, std::uint32_t header_count, kf_str body);
  // Completes the exchange from inside the host. KF_CONFLICT as above.
  kf_status answer(kongflow::host::HttpResponse response);

  // Responds with 504 unless the exchange is completed. The handler may continue; its own response is then rejected.
  void expire();
  // True when a response was sent, by the handler or by expire().
  bool answered() const;
  // Number of completions by the handler, including rejected ones. More than one violates its contract.
  unsigned completions() const;

  kf_call& call() { return call_; }

  // The environment of the request's API key; null on routes without one. Set before the handler is called.
  void set_environment(std::shared_ptr<const kongflow::host::Environment> environment) {
    environment_ = std::move(environment);
  }
  const kongflow::host::Environment* environment() const { return environment_.get(); }

 private:
  kf_status finish(kongflow::host::HttpResponse response);

  kf_call call_;
  std::shared_ptr<const kongflow::host::Environment> environment_;  // constant while the handler runs
  mutable std::mutex mutex_;
  Answer answer_;             // protected by mutex_; empty once answered
  Settled settled_;           // protected by mutex_; empty once the handler is done
  unsigned completions_ = 0;  // protected by mutex_
};
