#include "parts.h"
static kf_status start(kf_plugin* plugin, kf_call* call) {
  const kf_metrics_service* service = (const kf_metrics_service*)the_host->get_service(the_host, KF_METRICS_SERVICE);
  kf_metric metric = {sizeof metric, KF_METRIC_COUNTER, text("things_total"), text("Things."), NULL, 0, 0, NULL};
  uint32_t handle = 0;
  (void)plugin;
  (void)call;
  service->define(the_host, &metric, &handle);
  return service->define(the_host, &metric, &handle);
}
#define START start
#include "assembly.h"
