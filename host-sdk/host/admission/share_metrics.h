// Prometheus gauges of single shares.
#pragma once

#include <prometheus/metric_family.h>

#include <vector>

#include "host/admission/admission.h"

namespace kongflow::host {

// Covers only the kMaxShares busiest shares, so that the number of series does not grow with the number of tenants.
constexpr std::size_t kMaxShares = 20;

std::vector<prometheus::MetricFamily> share_metrics(const Admission& admission);

}  // namespace kongflow::host
