/* kongflow.log/1: structured lines in the host's log. */
#ifndef KONGFLOW_ABI_LOG_H
#define KONGFLOW_ABI_LOG_H
#include "kongflow/abi/types.h"
#ifdef __cplusplus
extern "C" {
#endif

#define KF_LOG_SERVICE "kongflow.log/1"

typedef int32_t kf_log_level;
enum { KF_LOG_DEBUG = 0, KF_LOG_INFO = 1, KF_LOG_WARNING = 2, KF_LOG_ERROR = 3 };

typedef struct kf_log_service {
  uint32_t struct_size;
  /* Non-zero when lines of this level are written. [any] */
  int32_t (*enabled)(const kf_host* host, kf_log_level level);
  /* Writes one line with the plugin's id, the call's id unless `call` is null, the message and the fields. Never pass a
   * secret. `fields` may be null when `field_count` is 0. [any] */
  void (*write)(const kf_host* host, const kf_call* call, kf_log_level level, kf_str message, const kf_pair* fields,
                uint32_t field_count);
} kf_log_service;

#ifdef __cplusplus
}
#endif
#endif
