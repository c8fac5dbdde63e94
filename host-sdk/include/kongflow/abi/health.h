/* kongflow.health/1: readiness checks (/readyz). */
#ifndef KONGFLOW_ABI_HEALTH_H
#define KONGFLOW_ABI_HEALTH_H
#include "kongflow/abi/types.h"
#ifdef __cplusplus
extern "C" {
#endif

#define KF_HEALTH_SERVICE "kongflow.health/1"

/* Returns KF_OK when ready. Otherwise reports the problem and its remedy through set_error(). Must return before the
 * call's deadline. [worker] */
typedef kf_status (*kf_health_fn)(void* self, kf_call* call);

typedef struct kf_health_service {
  uint32_t struct_size;
  /* Adds a check. `name` is unique in the plugin. [start] */
  kf_status (*add)(const kf_host* host, kf_str name, kf_health_fn check, void* self);
} kf_health_service;

#ifdef __cplusplus
}
#endif
#endif
