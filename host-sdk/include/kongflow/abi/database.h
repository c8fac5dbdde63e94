/* kongflow.database/1: the address of the platform's PostgreSQL. A plugin opens its own connections. */
#ifndef KONGFLOW_ABI_DATABASE_H
#define KONGFLOW_ABI_DATABASE_H
#include "kongflow/abi/types.h"
#ifdef __cplusplus
extern "C" {
#endif

#define KF_DATABASE_SERVICE "kongflow.database/1"

typedef struct kf_database_service {
  uint32_t struct_size;
  /* A libpq connection string (keyword=value form), secret. KF_UNAVAILABLE before start(), and in the dry runs of
   * `kongflow-host check` and `plugins`. Valid until destroy(). [any] */
  kf_status (*connection_string)(const kf_host* host, kf_str* out);
} kf_database_service;

#ifdef __cplusplus
}
#endif
#endif
