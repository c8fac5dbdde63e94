// Who may call the console's API.
#pragma once

#include <optional>
#include <string>

#include "host/console/console_request.h"
#include "host/console/console_token.h"

namespace kongflow::host {

// Thread-safe.
class ConsoleGuard {
 public:
  explicit ConsoleGuard(const std::string& token) : token_(token) {}

  // Either the refusal to send, or who calls.
  struct Verdict {
    std::optional<HttpResponse> refusal;
    ConsoleCaller caller;
  };
  Verdict admit(const kf_http_request& request, ConsoleRole needed) const;

 private:
  const ConsoleToken token_;
};

}  // namespace kongflow::host
