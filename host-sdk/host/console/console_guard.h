// Who may call the console's API.
#pragma once

#include <optional>

#include "host/console/attempt_limit.h"
#include "host/console/console_request.h"
#include "host/console/console_secrets.h"
#include "host/console/sessions.h"

namespace kongflow::host {

// Thread-safe. Scripts send a token as Authorization: Bearer; browsers have a session, and repeat its csrf text in the
// header X-Kongflow-Csrf of every request but GET. When authentication is not required, everybody who reaches the
// host by a loopback name is an operator.
class ConsoleGuard {
 public:
  // What is given outlives the guard.
  ConsoleGuard(bool required, const ConsoleSecrets& secrets, ConsoleSessions& sessions)
      : required_(required), secrets_(secrets), sessions_(sessions) {}

  // Either the refusal to send, or who calls.
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
