/* kongflow.config/1: the plugin's table of the config file. The descriptor declares its settings, the host checks them.
 */
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

/* One setting. Before it calls configure(), the host rejects undeclared keys, values of another type, values outside
 * the bounds, and a config file without a required setting. */
typedef struct kf_config_option {
  uint32_t struct_size;
  kf_config_type type;
  /* The key in [plugins.<id>]. A dot separates a sub-table from its key: "ping.timeout". */
  const char* name;
  /* The default in the syntax of the config file, a list as comma-separated text. Null: no default. */
  const char* default_value;
  /* One or two sentences: meaning, unit, and when to change it. */
  const char* doc;
  uint32_t required;
  uint32_t secret; /* non-zero: shown as "***" in the console, in logs and by `kongflow-host check` */
  int64_t minimum; /* inclusive bounds in the option's unit (number, milliseconds, bytes); both 0: unbounded */
  int64_t maximum;
} kf_config_option;

/* Reads the settings that configure() applies. All functions may be called only while configure() runs [main]. Texts
 * are borrowed until configure() returns. KF_NOT_FOUND when the option is not set and has no default. KF_BAD_ARGUMENT
 * when it is not declared, or declared with another type. */
typedef struct kf_config_service {
  uint32_t struct_size;
  kf_status (*string)(const kf_host* host, kf_str name, kf_str* out);
  /* Also reads durations (in milliseconds) and sizes (in bytes). */
  kf_status (*integer)(const kf_host* host, kf_str name, int64_t* out);
  kf_status (*boolean)(const kf_host* host, kf_str name, int32_t* out);
  /* Entry `index` of a list, from 0. KF_NOT_FOUND past its end. */
  kf_status (*list_entry)(const kf_host* host, kf_str name, uint32_t index, kf_str* out);
} kf_config_service;

#ifdef __cplusplus
}
#endif
#endif
