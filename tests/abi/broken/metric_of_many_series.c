#include <stdio.h>

#include "parts.h"
static uint32_t things;
static kf_status run(void* self, const kf_task* task, kf_call* call) {
  const kf_metrics_service* service = (const kf_metrics_service*)the_host->get_service(the_host, KF_METRICS_SERVICE);
  static int last;
  (void)self;
  (void)task;
  (void)call;
  for (int i = 0; i < 20; ++i) {
    char id[16];
    snprintf(id, sizeof id, "%d", ++last);
    const kf_str label = text(id);
    service->record(the_host, things, 1, &label, 1);
  }
  return KF_OK;
}
static kf_status start(kf_plugin* plugin, kf_call* call) {
  const kf_metrics_service* service = (const kf_metrics_service*)the_host->get_service(the_host, KF_METRICS_SERVICE);
  const kf_str label = text("id");
  kf_metric metric = {sizeof metric, KF_METRIC_COUNTER, text("things_total"), text("Things."), &label, 1, 0, NULL};
  (void)plugin;
  (void)call;
  return service->define(the_host, &metric, &things) == KF_OK ? add_task_running("count", run) : KF_FAILED;
}
#define START start
#include "assembly.h"
