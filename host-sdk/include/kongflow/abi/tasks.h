/* kongflow.tasks/1: run tasks of the queue, put tasks into it. */
#ifndef KONGFLOW_ABI_TASKS_H
#define KONGFLOW_ABI_TASKS_H
#include "kongflow/abi/types.h"
#ifdef __cplusplus
extern "C" {
#endif

#define KF_TASKS_SERVICE "kongflow.tasks/1"

/* One attempt at one task of the queue (a row of graphile_worker's job table). Borrowed until the hook returns. */
typedef struct kf_task {
  uint32_t struct_size;
  uint32_t attempt;      /* 1 for the first */
  uint32_t max_attempts; /* attempt == max_attempts: a KF_RETRY is the last */
  uint32_t reserved;     /* 0 */
  kf_str identifier;     /* "indexEndpoint" */
  kf_str task_id;        /* decimal id of the row */
  kf_str payload_json;   /* the payload's text, as it was put in */
  kf_str queue_name;     /* empty: in no named queue */
  kf_str trace_parent;   /* W3C trace context of who put the task in; empty: not known, as with every queue of today */
} kf_task;

/* Returns KF_OK (done: the row is removed), KF_RETRY (tried again after Graphile's back-off), KF_FAILED (never tried
 * again; the row stays with its error) or KF_CANCELLED (given back untouched, for another host, once the call was
 * cancelled). Any other status counts as KF_RETRY. Before anything but KF_OK it calls set_error(): the message becomes
 * the row's last_error. A task may run more than once, since its host may die before it says that it is done. [worker]
 */
typedef kf_status (*kf_task_fn)(void* self, const kf_task* task, kf_call* call);

typedef struct kf_task_spec {
  uint32_t struct_size;
  int32_t priority;      /* lower runs first; 0 is usual */
  uint32_t max_attempts; /* 0: the queue's default, 25 */
  uint32_t reserved;     /* 0 */
  uint64_t delay_ms;     /* from now; 0: at once */
  kf_str identifier;
  kf_str payload_json; /* empty: {} */
  kf_str queue_name;   /* empty: none. Tasks of one named queue run one after the other */
  kf_str job_key;      /* empty: none. A later task with the same key replaces a waiting one */
} kf_task_spec;

/* The tenant on whose account a task waits; up to 64 bytes of text. Since 1.1. */
typedef struct kf_share {
  uint32_t struct_size;
  uint32_t size; /* of the text; 0: none */
  char text[64];
} kf_share;

/* Names the share of a task that is about to run. May block on the plugin's database, not on other parties. A task
 * without a share runs like one that does not wait; so it does after any status but KF_OK, and its own hook then
 * reports the reason. Since 1.1. [worker] */
typedef kf_status (*kf_task_share_fn)(void* self, const kf_task* task, kf_share* share, kf_call* call);

/* A kind of task that waits for another party, such as a user's app. Its hook runs on threads for that purpose, a
 * bounded number for each share, and holds none of the task slots (tasks.concurrency). When its share has enough
 * tasks waiting for a thread, the task goes back to the queue as if it had not been taken, and its queue is left alone
 * until the share has room. Since 1.1. */
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
  /* This host takes tasks of this identifier from now on. KF_CONFLICT when another plugin has it. [start] */
  kf_status (*add)(const kf_host* host, kf_str identifier, kf_task_fn run, void* self);
  /* Puts a task into the queue, in a transaction of its own; blocks on the database. On failure the sentence is in
   * `call`, which may be null. KF_RETRY: later it may work. KF_UNAVAILABLE in the dry runs of `kongflow-host check` and
   * `plugins`. A connection that breaks at the wrong instant can leave the task there twice: where that matters, give
   * it a job_key. Not before start() has returned. [worker] */
  kf_status (*enqueue)(const kf_host* host, const kf_task_spec* spec, kf_call* call);
  /* Since 1.1. As add(), for tasks that wait for another party. [start] */
  kf_status (*add_waiting)(const kf_host* host, const kf_waiting_task* task);
} kf_task_service;

#ifdef __cplusplus
}
#endif
#endif
