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
  uint32_t sortable; /* non-zero: rows() is asked for this order, both ways */
  kf_str key;        /* member of a row */
  kf_str title;
  /* How to show it: text | number | time (ISO 8601, UTC) | status | url | json | copy | duration (ms) | history (an
   * array of statuses, oldest first) */
  kf_str kind;
} kf_console_column;

/* What people fill in before an action runs. */
typedef struct kf_console_field {
  uint32_t struct_size;
  uint32_t required; /* non-zero: not to be left empty */
  kf_str key;        /* member of the action's input; "id" only in actions on the panel */
  kf_str title;
  kf_str kind;   /* text | url | environment (its id) | multiline */
  kf_str column; /* key of the column whose value it starts with, for actions on a row; empty: none */
  kf_str help;   /* a sentence below it; empty: none */
} kf_console_field;

enum { KF_CONSOLE_ON_ROW = 0, KF_CONSOLE_ON_PANEL = 1 };

typedef struct kf_console_action {
  uint32_t struct_size;
  uint32_t mutates; /* non-zero: not offered to read-only users, written to the audit log */
  kf_str id;        /* ^[a-z][a-z0-9-]*$, unique in the panel */
  kf_str title;
  kf_str confirm; /* the question to ask before; empty: none */
  kf_str
      confirm_column; /* key of the column whose value has to be typed to confirm, for actions on a row; empty: none */
  const kf_console_field* fields;
  uint32_t field_count;
  uint32_t scope; /* KF_CONSOLE_ON_… */
} kf_console_action;

/* Takes the text that a panel function answers with, until that function returns. */
typedef struct kf_console_reply kf_console_reply;

/* One page of rows. `query_json` is an object: {"limit": 50, "cursor": text or null, "filter": text or null, "sort":
 * key of a sortable column, with "-" before it for descending, or null, "parent": id of the parent panel's row or
 * null}. Replies with {"rows": [{column key: value, "id": text}], "cursor": text for the next page or null}. [worker]
 */
typedef kf_status (*kf_console_rows_fn)(void* self, kf_str query_json, kf_console_reply* reply, kf_call* call);

/* One row in full. `query_json` is an object: {"id": the row's id, "against": id of another row or null}. Replies with
 * {"id", "title", "values": the row as rows() gives it, "parent": {"id", "title"} of the parent panel's row or null,
 * "facts": [{"title", "value", "kind": as of a column}], "document": any or null, "queue": name or null, "others":
 * [{"id", "title"}], "changes": null or {"added": [{"entry", "value"}], "removed": [{"entry", "value"}], "changed":
 * [{"entry", "fields": [{"path", "before", "after"}]}], "more": how many entries were left out}}. `others` are rows
 * that it can be compared with, `changes` is what happened from `against` to this row; a field that was not there has
 * no `before`, one that is not there any more has no `after`. Statuses as of an action. [worker] */
typedef kf_status (*kf_console_row_fn)(void* self, kf_str query_json, kf_console_reply* reply, kf_call* call);

/* Runs an action. `input_json` is an object: {"id": the row's id (not in actions on the panel), field key: value, ...}.
 * Replies with any object: `message` is shown, `copy` is offered for copying, `row` (an id) is opened. Statuses:
 * KF_BAD_ARGUMENT (the input), KF_NOT_FOUND (the row), KF_FAILED, KF_RETRY; each with set_error(). [worker] */
typedef kf_status (*kf_console_action_fn)(void* self, kf_str action_id, kf_str input_json, kf_console_reply* reply,
                                          kf_call* call);

/* Replies with a short text (no JSON) that differs when what the panel shows has changed. Cheap: called up to every two
 * seconds, while somebody looks. [worker] */
typedef kf_status (*kf_console_version_fn)(void* self, kf_console_reply* reply, kf_call* call);

typedef struct kf_console_panel {
  uint32_t struct_size;
  uint32_t column_count;
  kf_str id; /* ^[a-z][a-z0-9-]*$, unique in the plugin */
  kf_str title;
  kf_str parent; /* id of a panel that this plugin added before, whose rows this one's belong to; empty: none */
  const kf_console_column* columns;
  const kf_console_action* actions;
  uint32_t action_count;
  uint32_t reserved; /* 0 */
  kf_console_rows_fn rows;
  kf_console_row_fn row;         /* null: rows have no page of their own */
  kf_console_action_fn act;      /* null when action_count is 0 */
  kf_console_version_fn version; /* null: the panel is not updated while it is shown */
  void* self;
} kf_console_panel;

typedef struct kf_console_service {
  uint32_t struct_size;
  /* The host copies the description. KF_BAD_ARGUMENT when it does not fit together (the reason goes to the log),
   * KF_CONFLICT when the id is taken. [start] */
  kf_status (*add_panel)(const kf_host* host, const kf_console_panel* panel);
  /* Sets the answer, which the host copies; a later call replaces it. [any] */
  void (*reply)(kf_console_reply* reply, kf_str text);
} kf_console_service;

#ifdef __cplusplus
}
#endif
#endif
