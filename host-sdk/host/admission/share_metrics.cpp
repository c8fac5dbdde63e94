#include "host/admission/share_metrics.h"

namespace kongflow::host {
namespace {

template <typename Value>
prometheus::MetricFamily gauges(const char* name, const char* help, const std::vector<Admission::Use>& uses,
                                Value Admission::Use::*value) {
  prometheus::MetricFamily family;
  family.name = name;
  family.help = help;
  family.type = prometheus::MetricType::Gauge;
  for (const auto& use : uses) {
    prometheus::ClientMetric metric;
    metric.label = {{"share", use.share}};
    metric.gauge.value = static_cast<double>(use.*value);
    family.metric.push_back(std::move(metric));
  }
  return family;
}

}  // namespace

std::vector<prometheus::MetricFamily> share_metrics(const Admission& admission) {
  const auto uses = admission.busiest(kMaxShares);
  return {gauges("kongflow_share_running", "Requests and tasks of the share that wait for apps. The 20 busiest shares.",
                 uses, &Admission::Use::running),
          gauges("kongflow_share_waiting", "Requests and tasks of the share that wait for their turn.", uses,
                 &Admission::Use::waiting),
          gauges("kongflow_share_deferred",
                 "Named queues of the share whose tasks stay in the database until the share has capacity.", uses,
                 &Admission::Use::deferred),
          gauges("kongflow_share_body_bytes", "Memory that the share has reserved for large bodies, in bytes.", uses,
                 &Admission::Use::bytes),
          gauges("kongflow_share_rejected", "Rejected requests of the share since its last minute without a rejection.",
                 uses, &Admission::Use::rejected)};
}

}  // namespace kongflow::host
