/* The types that all KongFlow service headers share (C11 and C++17).
 *
 * Rules for every declaration in kongflow/abi:
 *  - Text is UTF-8 in a kf_str, without a terminating NUL. Exceptions are the literals of a descriptor, its options and
 *    service ids, which are NUL-terminated.
 *  - A kf_str argument is borrowed until the function returns. The callee copies it if it needs it longer.
 *  - Memory is freed on the side of the boundary that allocated it.
 *  - No C++ exception crosses the boundary, in either direction.
 *  - A struct begins with struct_size, which the side that fills the struct sets to sizeof(the struct). Structs grow at
 *    the end only. A reader checks for a newer member with KF_HAS before it uses the member. kf_str and kf_pair have no
 *    struct_size and never change.
 *  - The stride of an array is the struct_size of its first element.
 *  - `reserved` members are 0 and are not read. Enumerations and flags are 32 bits wide and gain values over time: the
 *    host rejects a registration with an unknown value, and treats an unknown status as KF_INTERNAL.
 *  - A service id ends in its revision ("kongflow.http/1"). An incompatible change gets a new id.
 *
 * Thread tags:
 *  [main]   on the host's main thread; one such call at a time
 *  [start]  like [main], and only while the plugin's start() runs
 *  [worker] for hooks: on a thread of one of the host's pools; may block; several hooks run concurrently, also while
 *           the host is in a [main] call of the same plugin. For services: callable from any thread that may block,
 *           including the plugin's own threads
 *  [any]    callable from any thread, concurrently; does not block
 */
#ifndef KONGFLOW_ABI_TYPES_H
#define KONGFLOW_ABI_TYPES_H
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

#define KF_MAGIC 0x50464E4Bu /* "KNFP" in memory order */
#define KF_ABI_MAJOR 1
#define KF_ABI_MINOR 1

/* True when the struct at `ptr` is large enough to contain `member`. */
#define KF_HAS(ptr, member) \
  ((ptr) != NULL &&         \
   (size_t)(ptr)->struct_size >= (size_t)((const char*)&(ptr)->member - (const char*)(ptr)) + sizeof((ptr)->member))

typedef struct kf_str {
  const char* data; /* may be null when size is 0 */
  size_t size;      /* bytes */
} kf_str;

typedef struct kf_pair {
  kf_str name;
  kf_str value;
} kf_pair;

/* The result of a call. Values are stable. */
typedef int32_t kf_status;
enum {
  KF_OK = 0,
  KF_RETRY = 1,        /* failed; a later retry may succeed */
  KF_FAILED = 2,       /* failed; a retry cannot succeed */
  KF_CANCELLED = 3,    /* the host asked the call to stop */
  KF_DEADLINE = 4,     /* the call's deadline passed */
  KF_BAD_ARGUMENT = 5, /* the caller broke the contract */
  KF_CONFLICT = 6,     /* the name, route or panel is taken, or the exchange was already completed */
  KF_UNAVAILABLE = 7,  /* not available in this phase of the lifecycle, or not offered by this host */
  KF_NOT_FOUND = 8,
  KF_INTERNAL = 9
};

/* One call in flight (a task, a request, a lifecycle function). Owned by the host and valid until the hook returns; for
 * an HTTP exchange until the plugin completes it, even when the host has responded to the client in between. Read it
 * through kongflow.call/1. */
typedef struct kf_call kf_call;

/* One plugin's handle to the host. Each plugin has its own, so that the host can attribute its calls. */
typedef struct kf_host {
  uint32_t struct_size;
  uint32_t abi_minor;
  void* self;
  kf_str name;
  kf_str version;
  /* Returns the service's table, which begins with its struct_size, or null when this host lacks the service. Valid
   * until the plugin's destroy() returns. [any] */
  const void* (*get_service)(const struct kf_host* host, const char* service_id);
} kf_host;

#ifdef __cplusplus
}
#endif
#endif
