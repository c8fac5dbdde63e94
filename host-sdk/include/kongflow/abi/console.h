/* kongflow.console/1: panels of the host's admin console, described as data. A plugin never sends HTML, so it cannot
 * inject scripts into the console. */
#ifndef KONGFLOW_ABI_CONSOLE_H
#define KONGFLOW_ABI_CONSOLE_H
#include "kongflow/abi/types.h"
#ifdef __cplusplus
extern "C" {
#endif

#define KF_CONSOLE_SERVICE "kongflow.console/1"

typedef struct kf_console_column {
  uint32_t struct_size;
  uint32_t sortable; /* non-zero: rows() can sort by this column, ascending and descending */
  kf_str key;        /* member of a row's JSON object */
  kf_str title;
  /* The display format: text | number | time (ISO 8601, UTC) | status | url | json | copy | duration (ms) | history (an
   * array of statuses, oldest first) */
  kf_str kind;
} kf_console_column;

/* A form field of an action. */
typedef struct kf_console_field {
  uint32_t struct_size;
  uint32_t required; /* non-zero: must not be empty */
  kf_str key;        /* member of the action's input; "id" is reserved in actions on a row */
  kf_str title;
  kf_str kind;   /* text | url | environment (its id) | multiline */
  kf_str column; /* for actions on a row: key of the column that provides the initial value; empty: none */
  kf_str help;   /* a sentence below the field; empty: none */
} kf_console_field;

enum { KF_CONSOLE_ON_ROW = 0, KF_CONSOLE_ON_PANEL = 1 };

typedef struct kf_console_action {
  uint32_t struct_size;
  uint32_t mutates; /* non-zero: hidden from read-only users, recorded in the audit log */
  kf_str id;        /* ^[a-z][a-z0-9-]*$, unique in the panel */
  kf_str title;
  kf_str confirm;        /* the confirmation question; empty: none */
  kf_str confirm_column; /* for actions on a row: key of the column whose value the user must type; empty: none */
  const kf_console_field* fields;
  uint32_t field_count;
  uint32_t scope; /* KF_CONSOLE_ON_… */
} kf_console_action;

/* Receives the reply of one panel function. Valid until that function returns. */
typedef struct kf_console_reply kf_console_reply;

/* Returns one page of rows. `query_json` is an object: {"limit": 50, "cursor": text or null, "filter": text or null,
 * "sort": key of a sortable column, prefixed with "-" for descending order, or null, "parent": id of the parent panel's
 * row or null}. Replies with {"rows": [{column key: value, "id": text}], "cursor": text for the next page or null}.
 * [worker] */
typedef kf_status (*kf_console_rows_fn)(void* self, kf_str query_json, kf_console_reply* reply, kf_call* call);

/* Returns one row in full. `query_json` is an object: {"id": the row's id, "against": id of another row or null}.
 * Replies with {"id", "title", "values": the row as rows() returns it, "parent": {"id", "title"} of the parent panel's
 * row or null, "facts": [{"title", "value", "kind": as of a column}], "document": any or null, "queue": name or null,
 * "others": [{"id", "title"}], "changes": null or {"added": [{"entry", "value"}], "removed": [{"entry", "value"}],
 * "changed": [{"entry", "fields": [{"path", "before", "after"}]}], "more": number of omitted entries}}. `others` lists
 * the rows that this row can be compared with. `changes` is the difference from `against` to this row: an added field
 * has no `before`, a removed field has no `after`. Statuses as for an action. [worker] */
typedef kf_status (*kf_console_row_fn)(void* self, kf_str query_json, kf_console_reply* reply, kf_call* call);

/* Runs an action. `input_json` is an object: {"id": the row's id (absent in actions on the panel), field key: value,
 * ...}. Replies with any object: the console shows `message`, offers `copy` for copying, and opens `row` (an id).
 * Statuses: KF_BAD_ARGUMENT (invalid input), KF_NOT_FOUND (no such row), KF_FAILED, KF_RETRY; each with set_error().
 * [worker] */
typedef kf_status (*kf_console_action_fn)(void* self, kf_str action_id, kf_str input_json, kf_console_reply* reply,
                                          kf_call* call);

/* Replies with a short text (no JSON) that changes whenever the panel's content changes. Must be cheap: the host calls
 * it up to every two seconds while the panel is open in a browser. [worker] */
typedef kf_status (*kf_console_version_fn)(void* self, kf_console_reply* reply, kf_call* call);

typedef struct kf_console_panel {
  uint32_t struct_size;
  uint32_t column_count;
  kf_str id; /* ^[a-z][a-z0-9-]*$, unique in the plugin */
  kf_str title;
  kf_str parent; /* id of an earlier panel of this plugin whose rows own this panel's rows; empty: none */
  const kf_console_column* columns;
  const kf_console_action* actions;
  uint32_t action_count;
  uint32_t reserved; /* 0 */
  kf_console_rows_fn rows;
  kf_console_row_fn row;         /* null: rows have no detail page */
  kf_console_action_fn act;      /* null when action_count is 0 */
  kf_console_version_fn version; /* null: an open panel is not refreshed */
  void* self;
} kf_console_panel;

typedef struct kf_console_service {
  uint32_t struct_size;
  /* Adds a panel. The host copies the description. KF_BAD_ARGUMENT when the description is inconsistent (the log states
   * the reason), KF_CONFLICT when the id is taken. [start] */
  kf_status (*add_panel)(const kf_host* host, const kf_console_panel* panel);
  /* Sets the reply text. The host copies it. A later call replaces it. [any] */
  void (*reply)(kf_console_reply* reply, kf_str text);
} kf_console_service;

#ifdef __cplusplus
}
#endif
#endif
