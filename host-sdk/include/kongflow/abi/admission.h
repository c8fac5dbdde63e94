/* kongflow.admission/1: how tenants share what the host has. Since ABI 1.1. */
#ifndef KONGFLOW_ABI_ADMISSION_H
#define KONGFLOW_ABI_ADMISSION_H
#include "kongflow/abi/types.h"
#ifdef __cplusplus
extern "C" {
#endif

#define KF_ADMISSION_SERVICE "kongflow.admission/1"

/* Bytes of the memory that a host has for bodies (http.body_memory). Owned by the plugin until release(). */
typedef struct kf_reservation kf_reservation;

/* A share is one tenant's part of the host: its name is the id of an environment, or any other text of the plugin's. */
typedef struct kf_admission_service {
  uint32_t struct_size;

  /* How many requests and tasks of one share this plugin has waiting for other parties at once (KF_HTTP_WAITS,
   * add_waiting()); further ones wait for their turn without a thread. 16 until it is called. Counts for work that
   * is admitted from then on. KF_BAD_ARGUMENT for 0. [any] */
  kf_status (*limit_calls)(const kf_host* host, uint32_t per_share);

  /* Reserves memory for a body before it is read, so that many large ones cannot exhaust the host's. Waits while the
   * share has a quarter of all, or all is taken, in the order of the calls. A reservation larger than that is granted
   * when it is alone. KF_DEADLINE or KF_CANCELLED, with *out null, when `wait_ms` (negative: no limit) are over or
   * `call` ends before. [worker] */
  kf_status (*reserve)(const kf_host* host, kf_str share, uint64_t bytes, int64_t wait_ms, kf_call* call,
                       kf_reservation** out);

  /* Null is ignored. [any] */
  void (*release)(kf_reservation* reservation);
} kf_admission_service;

#ifdef __cplusplus
}
#endif
#endif
