// Authenticates and authorizes callers of the console's API.
#pragma once

#include <optional>

#include "host/console/attempt_limit.h"
#include "host/console/console_request.h"
#include "host/console/console_secrets.h"
#include "host/console/sessions.h"

namespace kongflow::host {

// Thread-safe. Scripts send a token as Authorization: Bearer. Browsers have a session and send its CSRF token in the
// header X-Kongflow-Csrf with every request except GET. Without authentication, every client that uses a loopback host
// name is an operator.
class ConsoleGuard {
 public:
  // The arguments must outlive the guard.
  ConsoleGuard(bool required, const ConsoleSecrets& secrets, ConsoleSessions& sessions)
      : required_(required), secrets_(secrets), sessions_(sessions) {}

  // Either the response that rejects the request, or the caller.
  struct Verdict {
    std::optional<HttpResponse> refusal;
    ConsoleCaller caller;
  };
  Verdict admit(const kf_http_request& request, ConsoleRole needed);

 private:
  Verdict identify(const kf_http_request& request);
  Verdict by_token(const kf_http_request& request);
  Verdict by_session(const kf_http_request& request);

  const bool required_;
  const ConsoleSecrets& secrets_;
  ConsoleSessions& sessions_;
  AttemptLimit wrong_tokens_;
};

}  // namespace kongflow::host
