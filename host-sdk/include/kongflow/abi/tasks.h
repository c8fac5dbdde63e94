/* kongflow.tasks/1: executes tasks of the queue, and enqueues tasks. */
#ifndef KONGFLOW_ABI_TASKS_H
#define KONGFLOW_ABI_TASKS_H
#include "kongflow/abi/types.h"
#ifdef __cplusplus
extern "C" {
#endif

#define KF_TASKS_SERVICE "kongflow.tasks/1"

/* One attempt to execute one task (a row of graphile_worker's job table). Borrowed until the hook returns. */
typedef struct kf_task {
  uint32_t struct_size;
  uint32_t attempt;      /* 1 for the first attempt */
  uint32_t max_attempts; /* attempt == max_attempts: no retry follows a KF_RETRY */
  uint32_t reserved;     /* 0 */
  kf_str identifier;     /* "indexEndpoint" */
  kf_str task_id;        /* the row's id in decimal */
  kf_str payload_json;   /* the payload as it was enqueued */
  kf_str queue_name;     /* empty: the task is in no named queue */
  kf_str trace_parent;   /* W3C trace context of the producer; empty: unknown, which is always so today */
} kf_task;

/* Executes one attempt. The status determines what happens to the row:
 *   KF_OK         done; the row is removed
 *   KF_RETRY      retried after Graphile's back-off
 *   KF_FAILED     never retried; the row stays with its error
 *   KF_CANCELLED  released unchanged for another host; only after the call was cancelled
 * Any other status counts as KF_RETRY. Unless it returns KF_OK, the hook first calls set_error(); the message becomes
 * the row's last_error. Tasks must be idempotent: an attempt is repeated when its host dies before the result is
 * stored. [worker] */
typedef kf_status (*kf_task_fn)(void* self, const kf_task* task, kf_call* call);

typedef struct kf_task_spec {
  uint32_t struct_size;
  int32_t priority;      /* lower runs first; 0 is usual */
  uint32_t max_attempts; /* 0: the queue's default, 25 */
  uint32_t reserved;     /* 0 */
  uint64_t delay_ms;     /* earliest start, from now; 0: at once */
  kf_str identifier;
  kf_str payload_json; /* empty: {} */
  kf_str queue_name;   /* empty: none. Tasks of one named queue run one at a time */
  kf_str job_key;      /* empty: none. A new task replaces a waiting task with the same key */
} kf_task_spec;

/* The tenant that a task waits for; up to 64 bytes of text. Since 1.1. */
typedef struct kf_share {
  uint32_t struct_size;
  uint32_t size; /* bytes of `text` in use; 0: no share */
  char text[64];
} kf_share;

/* Determines the share of a task before the task runs. May block on the plugin's database, but not on other parties.
 * A task without a share, or for which this hook does not return KF_OK, runs like a task that does not wait; its own
 * hook then reports the reason. Since 1.1. [worker] */
typedef kf_status (*kf_task_share_fn)(void* self, const kf_task* task, kf_share* share, kf_call* call);

/* A kind of task that waits for another party, such as a user's app. Its hook runs on a separate thread pool with a
 * limit per share, and does not occupy one of the task slots (tasks.concurrency), so that slow apps cannot block other
 * tasks. When too many tasks of a share already wait for a thread, the host puts the task back into the queue without
 * counting an attempt, and takes no further task of its named queue until the share has capacity. Since 1.1. */
typedef struct kf_waiting_task {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  kf_str identifier;
  kf_task_fn run;
  kf_task_share_fn share;
  void* self;
} kf_waiting_task;

typedef struct kf_task_service {
  uint32_t struct_size;
  /* Registers the hook for all tasks with this identifier. KF_CONFLICT when another plugin has registered it. [start]
   */
  kf_status (*add)(const kf_host* host, kf_str identifier, kf_task_fn run, void* self);
  /* Enqueues a task in a transaction of its own. Blocks on the database. May be called once start() has returned. On
   * failure the reason is in `call`, which may be null: KF_RETRY when a later call may succeed, KF_UNAVAILABLE in the
   * dry runs of `kongflow-host check` and `plugins`. A connection failure during the commit can enqueue the task twice
   * when the caller retries; a job_key prevents that. [worker] */
  kf_status (*enqueue)(const kf_host* host, const kf_task_spec* spec, kf_call* call);
  /* Since 1.1. Like add(), for tasks that wait for another party. [start] */
  kf_status (*add_waiting)(const kf_host* host, const kf_waiting_task* task);
} kf_task_service;

#ifdef __cplusplus
}
#endif
#endif
