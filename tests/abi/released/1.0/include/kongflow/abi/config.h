/* kongflow.config/1: the plugin's table of the config file, declared in the descriptor, checked by the host. */
#ifndef KONGFLOW_ABI_CONFIG_H
#define KONGFLOW_ABI_CONFIG_H
#include "kongflow/abi/types.h"
#ifdef __cplusplus
extern "C" {
#endif

#define KF_CONFIG_SERVICE "kongflow.config/1"

typedef uint32_t kf_config_type;
enum {
  KF_CONFIG_STRING = 0,
  KF_CONFIG_INTEGER = 1,
  KF_CONFIG_BOOLEAN = 2,  /* "true" or "false" */
  KF_CONFIG_DURATION = 3, /* read as milliseconds; written as 5000 (ms), "5s", "2m", "1h" */
  KF_CONFIG_SIZE = 4,     /* read as bytes; written as 1024, "64KiB", "8MiB" */
  KF_CONFIG_LIST = 5      /* of strings */
};

/* One setting. The host refuses keys that are not declared, values of another type, values outside the bounds, and a
 * missing required one, before configure() is called. */
typedef struct kf_config_option {
  uint32_t struct_size;
  kf_config_type type;
  /* The key below [plugins.<id>]; a dot leads into a sub-table: "ping.timeout". */
  const char* name;
  /* As it would be written in the file, a list as comma-separated text; null: none. */
  const char* default_value;
  /* One or two sentences: meaning, unit, when to change it. */
  const char* doc;
  uint32_t required;
  uint32_t secret; /* shown as "***" on pages, in logs, in `check` */
  int64_t minimum; /* of numbers, milliseconds, bytes; both 0: no bounds */
  int64_t maximum;
} kf_config_option;

/* Values of the table that configure() is to take. All functions: only while configure() runs [main]; texts are
 * borrowed until it returns. KF_NOT_FOUND when the option is not set and has no default; KF_BAD_ARGUMENT when it is not
 * declared or of another type. */
typedef struct kf_config_service {
  uint32_t struct_size;
  kf_status (*string)(const kf_host* host, kf_str name, kf_str* out);
  /* Also durations in milliseconds and sizes in bytes. */
  kf_status (*integer)(const kf_host* host, kf_str name, int64_t* out);
  kf_status (*boolean)(const kf_host* host, kf_str name, int32_t* out);
  /* The entry `index` of a list; KF_NOT_FOUND past its end. */
  kf_status (*list_entry)(const kf_host* host, kf_str name, uint32_t index, kf_str* out);
} kf_config_service;

#ifdef __cplusplus
}
#endif
#endif
