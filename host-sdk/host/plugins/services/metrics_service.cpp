#include "host/base/text.h"
#include "host/plugins/services/boundary.h"
#include "host/plugins/services/service_tables.h"

namespace kongflow::host {
namespace {

kf_status define(const kf_host* abi, const kf_metric* metric, std::uint32_t* handle) noexcept {
  return registration(abi, [&](PluginHost& host) -> kf_status {
    if (!KF_HAS(metric, buckets) || handle == nullptr)
      return host.refuse(KF_BAD_ARGUMENT, "this host does not support a metric's description; check its struct_size");
    const kf_status status = host.services().metrics.define(*metric, *handle);
    const std::string name(view(metric->name));
    if (status == KF_CONFLICT) return host.refuse(status, "the metric " + name + " is taken");
    if (status != KF_OK)
      return host.refuse(status, "the metric \"" + name + "\" violates Prometheus' rules for names or labels");
    return KF_OK;
  });
}

void record(const kf_host* abi, std::uint32_t handle, double value, const kf_str* label_values,
            std::uint32_t label_count) noexcept {
  const PluginHost& host = PluginHost::of(abi);
  at_boundary(host, [&]() -> kf_status {
    host.services().metrics.record(handle, value, label_values, label_count);
    return KF_OK;
  });
}

}  // namespace

const kf_metrics_service metrics_service{sizeof(kf_metrics_service), &define, &record};

}  // namespace kongflow::host
