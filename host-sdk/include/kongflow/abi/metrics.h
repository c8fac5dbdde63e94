/* kongflow.metrics/1: metrics that the host exports on /metrics (Prometheus). */
#ifndef KONGFLOW_ABI_METRICS_H
#define KONGFLOW_ABI_METRICS_H
#include "kongflow/abi/types.h"
#ifdef __cplusplus
extern "C" {
#endif

#define KF_METRICS_SERVICE "kongflow.metrics/1"

typedef uint32_t kf_metric_kind;
enum {
  KF_METRIC_COUNTER = 0,  /* record() adds */
  KF_METRIC_GAUGE = 1,    /* record() sets */
  KF_METRIC_HISTOGRAM = 2 /* record() observes */
};

typedef struct kf_metric {
  uint32_t struct_size;
  kf_metric_kind kind;
  kf_str name; /* follows Prometheus' naming rules with the unit: "greeter_reply_seconds"; counters: "_total" */
  kf_str help;
  const kf_str* label_names; /* low cardinality: never label with ids, URLs or user-defined names */
  uint32_t label_count;
  uint32_t bucket_count;
  const double* buckets; /* ascending upper bounds; histograms only */
} kf_metric;

typedef struct kf_metrics_service {
  uint32_t struct_size;
  /* Defines a metric and returns its handle for record(). KF_CONFLICT when the name is taken, KF_BAD_ARGUMENT when the
   * definition violates Prometheus' rules. [start] */
  kf_status (*define)(const kf_host* host, const kf_metric* metric, uint32_t* handle);
  /* `label_values` are in the order of label_names. A call with a different number of labels, or with a negative value
   * for a counter, is ignored. [any] */
  void (*record)(const kf_host* host, uint32_t handle, double value, const kf_str* label_values, uint32_t label_count);
} kf_metrics_service;

#ifdef __cplusplus
}
#endif
#endif
