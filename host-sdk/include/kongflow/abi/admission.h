/* kongflow.admission/1: per-tenant limits on concurrent calls and on body memory. Since ABI 1.1. */
#ifndef KONGFLOW_ABI_ADMISSION_H
#define KONGFLOW_ABI_ADMISSION_H
#include "kongflow/abi/types.h"
#ifdef __cplusplus
extern "C" {
#endif

#define KF_ADMISSION_SERVICE "kongflow.admission/1"

/* A number of bytes of the host's body memory (http.body_memory). Owned by the plugin until release(). */
typedef struct kf_reservation kf_reservation;

/* A share is the part of the host's resources that one tenant may use. Its name is the id of an environment, or any
 * other text that the plugin chooses. */
typedef struct kf_admission_service {
  uint32_t struct_size;

  /* Sets how many requests and tasks of one share this plugin may have waiting for other parties at once
   * (KF_HTTP_WAITS, add_waiting()). Further requests and tasks queue without occupying a thread. The default is 16. The
   * limit applies to work that is admitted after the call. KF_BAD_ARGUMENT for 0. [any] */
  kf_status (*limit_calls)(const kf_host* host, uint32_t per_share);

  /* Reserves memory for a body before the body is read, so that many large bodies cannot exhaust the host's memory.
   * Blocks while the reservation would exceed the share's limit (a quarter of the body memory) or the free memory. The
   * share that holds the least is served first, equal shares in the order of their calls. A reservation that is larger
   * than a limit is granted when nothing else counts against that limit. Returns KF_DEADLINE after `wait_ms` (negative:
   * no limit) or at the deadline of `call`, whichever is first, and KF_CANCELLED when `call` is cancelled; *out is null
   * then. [worker] */
  kf_status (*reserve)(const kf_host* host, kf_str share, uint64_t bytes, int64_t wait_ms, kf_call* call,
                       kf_reservation** out);

  /* Null is ignored. [any] */
  void (*release)(kf_reservation* reservation);
} kf_admission_service;

#ifdef __cplusplus
}
#endif
#endif
