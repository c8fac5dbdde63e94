#include "host/http/body_admission.h"

#include <utility>
#include <variant>

#include "host/http/json_response.h"
#include "host/http/refusals.h"

namespace kongflow::host {

void BodyAdmission::admit(const HttpRequest& head, std::size_t bytes, const Decide& decide) {
  const RouteMatch match = routes_.match(head.method, head.path);
  const Route* route = match.route;
  if (auto refusal = refusal_of(match, head)) return decide({std::move(refusal), route, nullptr});
  if (route->access != RouteAccess::environment)
    return decide(reserve(*route, address_share(head.remote_address), false, bytes));
  if (const auto caller = callers_.recall(head)) return decide(reserve(*route, caller->id, true, bytes));
  const auto verdict = callers_.post(head, [this, head, route, bytes, decide] {
    auto found = callers_.find(head);
    if (auto* refusal = std::get_if<HttpResponse>(&found)) return decide({std::move(*refusal), route, nullptr});
    decide(reserve(*route, std::get<std::shared_ptr<const Environment>>(found)->id, true, bytes));
  });
  if (verdict == FairPool::Verdict::accepted) return;
  admission_.rejected(address_share(head.remote_address), verdict == FairPool::Verdict::share_full);
  decide({not_admitted(verdict, false), route, nullptr});
}

BodyVerdict BodyAdmission::reserve(const Route& route, const std::string& share, bool known, std::size_t bytes) {
  const bool too_large = bytes > settings_.max_body_bytes;
  if (!too_large)
    if (auto memory = admission_.bodies().try_reserve(share, bytes)) return {std::nullopt, &route, std::move(memory)};
  if (route.body_optional) return {std::nullopt, &route, nullptr};
  if (too_large)
    return {error_response(413, "The body is larger than " + std::to_string(settings_.max_body_bytes) + " bytes."),
            &route, nullptr};
  const bool share_full = admission_.bodies().share_exhausted(share, bytes);
  admission_.rejected(share, share_full);
  if (!share_full) return {try_later("The host has no free memory for this body."), &route, nullptr};
  return {share_exceeded(known ? "This environment has reached its limit for large bodies. Retry after a moment."
                               : "This client has reached its limit for large bodies. Retry after a moment."),
          &route, nullptr};
}

}  // namespace kongflow::host
