/* kongflow.call/1: error, cancellation, deadline and id of the call in flight. */
#ifndef KONGFLOW_ABI_CALL_H
#define KONGFLOW_ABI_CALL_H
#include "kongflow/abi/types.h"
#ifdef __cplusplus
extern "C" {
#endif

#define KF_CALL_SERVICE "kongflow.call/1"

typedef struct kf_call_service {
  uint32_t struct_size;
  /* Sets the reason why the call fails: `code` is machine-readable (FAILED_PING), `message` is a sentence for people
   * without secrets. The host copies both. A later call replaces the error. [any] */
  void (*set_error)(kf_call* call, kf_str code, kf_str message);
  /* Non-zero once the host asks the call to end early: the drain grace period is over, or a task has reached its
   * timeout or lost its lock. [any] */
  int32_t (*cancelled)(const kf_call* call);
  /* Milliseconds until the call's deadline, 0 once it has passed, INT64_MAX when the call has none. [any] */
  int64_t (*remaining_ms)(const kf_call* call);
  /* The id of the call in the host's log, for instance "req-5f…" or "task-42". Borrowed until the call ends. [any] */
  kf_str (*id)(const kf_call* call);
} kf_call_service;

#ifdef __cplusplus
}
#endif
#endif
