// Decides, from a request's head, whether its large body is read.
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
  std::optional<HttpResponse> refusal;  // the answer; neither body nor handler has a part in it
  const Route* route = nullptr;         // that the refusal is about; null: none matched
  ByteBudget::Reservation memory;       // for the body; without it and a refusal, the request goes on without its body
};

class BodyAdmission {
 public:
  using Decide = std::function<void(BodyVerdict)>;

  // A body of at most so many bytes is read before anything is known of its request.
  static constexpr std::size_t kUnchecked_bytes = std::size_t{16} * 1024;

  // Arguments outlive the object.
  BodyAdmission(const HttpSettings& settings, const RouteTable& routes, CallerLookup& callers, Admission& admission)
      : settings_(settings), routes_(routes), callers_(callers), admission_(admission) {}

  // Checks route and key and reserves the memory. `bytes` is the most that the body may have; more than http.max_body
  // is refused. Calls `decide` once, from any thread, possibly before it returns. [I/O thread]
  void admit(const HttpRequest& head, std::size_t bytes, const Decide& decide);
  // Reserves the memory alone. `share` is that of the caller, `known` when it is an environment's. [any thread]
  BodyVerdict reserve(const Route& route, const std::string& share, bool known, std::size_t bytes);

 private:
  const HttpSettings& settings_;
  const RouteTable& routes_;
  CallerLookup& callers_;
  Admission& admission_;
};

}  // namespace kongflow::host
