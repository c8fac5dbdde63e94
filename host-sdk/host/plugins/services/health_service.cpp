#include <chrono>

#include "host/base/call.h"
#include "host/base/text.h"
#include "host/plugins/services/boundary.h"
#include "host/plugins/services/service_tables.h"

namespace kongflow::host {
namespace {

constexpr std::chrono::seconds kCheckTimeLimit{2};

std::optional<std::string> run(const std::string& name, kf_health_fn check, void* self) {
  kf_call call("health " + name, kf_call::Clock::now() + kCheckTimeLimit);
  const kf_status status = check(self, &call);
  if (status == KF_OK) return std::nullopt;
  const auto error = call.error();
  return error ? error->message : "failed with status " + std::to_string(status) + " and gave no reason";
}

kf_status add(const kf_host* abi, kf_str name, kf_health_fn check, void* self) noexcept {
  return registration(abi, [&](PluginHost& host) -> kf_status {
    if (check == nullptr || view(name).empty())
      return host.refuse(KF_BAD_ARGUMENT, "a health check lacks a name or a function");
    const std::string full = host.component() + ": " + std::string(view(name));
    host.services().health.add({full, [full, check, self] { return run(full, check, self); }});
    return KF_OK;
  });
}

}  // namespace

const kf_health_service health_service{sizeof(kf_health_service), &add};

}  // namespace kongflow::host
