// Decides from a request's head whether to read its large body.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "host/admission/admission.h"
#include "host/config/settings.h"
#include "host/http/caller_lookup.h"
#include "host/http/http_message.h"
#include "host/http/route_table.h"

namespace kongflow::host {

struct BodyVerdict {
  std::optional<HttpResponse> refusal;  // the response; the body is not read and no handler runs
  const Route* route = nullptr;         // route of the refused request; null: none matched
  ByteBudget::Reservation memory;  // for the body; when null without a refusal, the request continues without its body
};

class BodyAdmission {
 public:
  using Decide = std::function<void(BodyVerdict)>;

  // Bodies up to this size are read before the request is checked.
  static constexpr std::size_t kUncheckedBytes = std::size_t{16} * 1024;

  // The arguments must outlive the object.
  BodyAdmission(const HttpSettings& settings, const RouteTable& routes, CallerLookup& callers, Admission& admission)
      : settings_(settings), routes_(routes), callers_(callers), admission_(admission) {}

  // Checks route and key and reserves memory. `bytes` is the maximum size of the body; refuses more than http.max_body.
  // Calls `decide` once, from any thread, possibly before it returns. [I/O thread]
  void admit(const HttpRequest& head, std::size_t bytes, const Decide& decide);
  // Only reserves memory. `share` is the caller's share; `known`: it is an environment. [any thread]
  BodyVerdict reserve(const Route& route, const std::string& share, bool known, std::size_t bytes);

 private:
  const HttpSettings& settings_;
  const RouteTable& routes_;
  CallerLookup& callers_;
  Admission& admission_;
};

}  // namespace kongflow::host
