// What single shares have and want, as Prometheus reads it.
#pragma once

#include <prometheus/metric_family.h>

#include <vector>

#include "host/admission/admission.h"

namespace kongflow::host {

// Gauges of the busiest shares alone, at most kMostShares: their number does not grow with that of the tenants.
constexpr std::size_t kMostShares = 20;

std::vector<prometheus::MetricFamily> share_metrics(const Admission& admission);

}  // namespace kongflow::host
