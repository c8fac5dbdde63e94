/* kongflow.console/1: panels of the host's admin console, as data. A plugin never sends HTML. */
#ifndef KONGFLOW_ABI_CONSOLE_H
#define KONGFLOW_ABI_CONSOLE_H
#include "kongflow/abi/types.h"
#ifdef __cplusplus
extern "C" {
#endif

#define KF_CONSOLE_SERVICE "kongflow.console/1"

typedef struct kf_console_column {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  kf_str key;        /* member of a row */
  kf_str title;
  kf_str kind; /* how to show it: text | number | time | status | url | json | copy */
} kf_console_column;

typedef struct kf_console_action {
  uint32_t struct_size;
  uint32_t mutates; /* non-zero: not offered to read-only users, written to the audit log */
  kf_str id;
  kf_str title;
  kf_str confirm; /* the question to ask before; empty: none */
} kf_console_action;

/* Takes the JSON text that a panel function answers with; the host copies it. */
typedef struct kf_console_reply kf_console_reply;

/* One page of rows. `query_json` is an object: {"limit": 50, "cursor": text or null, "filter": text or null}. Replies with
 * {"rows": [{column key: value, "id": text}], "cursor": text for the next page or null}. [worker] */
typedef kf_status (*kf_console_rows_fn)(void* self, kf_str query_json, kf_console_reply* reply, kf_call* call);

/* Runs an action. `input_json` is an object: {"id": the row's id, ...}. Replies with any object. Statuses: KF_BAD_ARGUMENT
 * (the input), KF_NOT_FOUND (the row), KF_FAILED, KF_RETRY; each with set_error(). [worker] */
typedef kf_status (*kf_console_action_fn)(void* self, kf_str action_id, kf_str input_json, kf_console_reply* reply,
                                          kf_call* call);

typedef struct kf_console_panel {
  uint32_t struct_size;
  uint32_t column_count;
  kf_str id; /* ^[a-z][a-z0-9-]*$, unique in the plugin */
  kf_str title;
  const kf_console_column* columns;
  const kf_console_action* actions;
  uint32_t action_count;
  uint32_t reserved; /* 0 */
  kf_console_rows_fn rows;
  kf_console_action_fn act; /* null when action_count is 0 */
  void* self;
} kf_console_panel;

typedef struct kf_console_service {
  uint32_t struct_size;
  /* The host copies the description. KF_CONFLICT when the id is taken. [start] */
  kf_status (*add_panel)(const kf_host* host, const kf_console_panel* panel);
  /* Sets the answer; a later call replaces it. [any] */
  void (*reply)(kf_console_reply* reply, kf_str json);
} kf_console_service;

#ifdef __cplusplus
}
#endif
#endif
