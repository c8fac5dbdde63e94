/* kongflow.call/1: facts about the call in flight. */
#ifndef KONGFLOW_ABI_CALL_H
#define KONGFLOW_ABI_CALL_H
#include "kongflow/abi/types.h"
#ifdef __cplusplus
extern "C" {
#endif

#define KF_CALL_SERVICE "kongflow.call/1"

typedef struct kf_call_service {
  uint32_t struct_size;
  /* Says why the call fails: `code` for machines (FAILED_PING), `message` a sentence for people that holds no secret.
   * The host copies both; the last one counts. [any] */
  void (*set_error)(kf_call* call, kf_str code, kf_str message);
  /* Non-zero once the host wants the call to end early (drain's grace time is over). [any] */
  int32_t (*cancelled)(const kf_call* call);
  /* Milliseconds until the host gives up on the call, 0 when that moment has passed, INT64_MAX without a limit. [any]
   */
  int64_t (*remaining_ms)(const kf_call* call);
  /* The id under which the host logs the call, for instance "req-5f…" or "task-42"; borrowed until the call ends. [any]
   */
  kf_str (*id)(const kf_call* call);
} kf_call_service;

#ifdef __cplusplus
}
#endif
#endif
