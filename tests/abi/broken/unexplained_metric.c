#include "parts.h"
static uint32_t things;
static kf_status run(void* self, const kf_task* task, kf_call* call) {
  (void)self;
  const kf_metrics_service* service = (const kf_metrics_service*)the_host->get_service(the_host, KF_METRICS_SERVICE);
  (void)task;
  (void)call;
  service->record(the_host, things, 1, NULL, 0);
  return KF_OK;
}
static kf_status start(kf_plugin* plugin, kf_call* call) {
  const kf_metrics_service* service = (const kf_metrics_service*)the_host->get_service(the_host, KF_METRICS_SERVICE);
  kf_metric metric = {sizeof metric, KF_METRIC_COUNTER, text("things_total"), text(""), NULL, 0, 0, NULL};
  (void)plugin;
  (void)call;
  return service->define(the_host, &metric, &things) == KF_OK ? add_task_running("count", run) : KF_FAILED;
}
#define START start
#include "assembly.h"
