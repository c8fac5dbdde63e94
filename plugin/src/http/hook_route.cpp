#include "http/hook_route.h"

#include "http/answers.h"

namespace kongflow::endpoints {

Response call_hook(const Services& services, const Request& request, const Call& call) {
  HookCall hook{std::string(request.parameter("environmentId")),
                std::string(request.parameter("slug")),
                std::string(request.parameter("hook")),
                {}};
  if (request.method() == "POST") hook.body = std::string(request.body());
  const auto run = services.hook.call(hook);
  if (!run) return failure(call, run.error());
  return ok(JsonObject().add("ok", true));
}

}  // namespace kongflow::endpoints
