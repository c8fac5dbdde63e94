// One request's answer, to be given exactly once.
#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "host/base/call.h"
#include "host/http/http_message.h"
#include "kongflow/abi/http.h"

// Opaque to plugins; they reach it through kongflow.http/1. All members: [any thread].
struct kf_exchange {
 public:
  using Answer = std::function<void(kongflow::host::HttpResponse)>;
  using Settled = std::function<void(kf_exchange&)>;

  // `answer` sends the response; it is called at most once, and dropped then. `settled` is called once, by the
  // handler's own first complete() or answer(): the handler is done with the exchange then.
  kf_exchange(std::string id, kf_call::Clock::time_point deadline, Answer answer, Settled settled);
  kf_exchange(const kf_exchange&) = delete;
  kf_exchange& operator=(const kf_exchange&) = delete;

  // The handler's answer as a plugin gives it, all of it copied. KF_CONFLICT when the exchange was completed before or
  // its time ran out; KF_BAD_ARGUMENT, and a 500 to the client, for a status outside 200-599, a header name that is no
  // token or a value with control characters. The server's own headers (date, content-length, connection,
  // transfer-encoding, x-request-id) are ignored among `headers`.
  kf_status complete(std::uint32_t status, const kf_pair* headers, std::uint32_t header_count, kf_str body);
  // The handler's answer from inside the host. KF_CONFLICT as above.
  kf_status answer(kongflow::host::HttpResponse response);

  // Answers 504, unless there is an answer. The handler may go on; its own answer is then refused.
  void expire();
  // True when the client has its answer, be it the handler's or expire()'s.
  bool answered() const;
  // How often the handler has answered, refused answers too; more than once breaks its contract.
  unsigned completions() const;

  kf_call& call() { return call_; }

 private:
  kf_status finish(kongflow::host::HttpResponse response);

  kf_call call_;
  mutable std::mutex mutex_;
  Answer answer_;             // protected by mutex_; empty once answered
  Settled settled_;           // protected by mutex_; empty once the handler is done
  unsigned completions_ = 0;  // protected by mutex_
};
