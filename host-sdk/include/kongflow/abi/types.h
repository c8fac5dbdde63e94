/* The vocabulary that every KongFlow service header shares (C11 and C++17).
 *
 * Rules that hold for every declaration under kongflow/abi:
 *  - All text is UTF-8 in a kf_str, not NUL terminated. Only a descriptor, its options and service ids, which are
 *    literals, are NUL-terminated.
 *  - A kf_str argument is borrowed until the function returns; who needs it longer copies it.
 *  - No memory is allocated on one side of the boundary and freed on the other.
 *  - No C++ exception crosses the boundary, in either direction.
 *  - Structs begin with struct_size, which the side that fills them sets to sizeof(the struct), and grow
 *    at the end only. A reader checks a newer member with KF_HAS before it touches it. kf_str and kf_pair, which have
 *    none, never change.
 *  - Elements of an array are as far apart as the struct_size of the first one says.
 *  - `reserved` members are 0 and not read. Enumerations and flags are 32 bits wide and gain values; the host
 *    refuses a registration with one that it does not know, and takes an unknown status for KF_INTERNAL.
 *  - A service id ends in its revision ("kongflow.http/1"): an incompatible change gets a new id.
 *
 * Thread tags:
 *  [main]   the host's main thread; only one such call runs at a time
 *  [start]  like [main], and only while the plugin's start() runs
 *  [worker] of hooks: a thread of one of the host's pools; may block; several run at once, also while the host is in
 *           a [main] call of the same plugin. Of services: any thread that may block, the plugin's own too
 *  [any]    every thread, concurrently; returns without waiting
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

/* True when the struct that `ptr` points at is large enough to hold `member`. */
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

/* How a call ended. Values are stable. */
typedef int32_t kf_status;
enum {
  KF_OK = 0,
  KF_RETRY = 1,        /* failed; trying again later may help */
  KF_FAILED = 2,       /* failed; trying again cannot help */
  KF_CANCELLED = 3,    /* the host asked the call to stop */
  KF_DEADLINE = 4,     /* the call's time ran out */
  KF_BAD_ARGUMENT = 5, /* the caller broke the contract */
  KF_CONFLICT = 6,     /* the name, route or panel is taken, or the exchange is complete */
  KF_UNAVAILABLE = 7,  /* not in this phase of the lifecycle, or the host lacks it */
  KF_NOT_FOUND = 8,
  KF_INTERNAL = 9
};

/* One call in flight (a task, a request, a lifecycle step). Owned by the host, valid until the hook returns, for
 * an HTTP exchange until the plugin completes it, even when the host has answered the client in between. Its facts are
 * read through kongflow.call/1. */
typedef struct kf_call kf_call;

/* The host as one plugin sees it: every plugin has its own, so that the host knows who calls. */
typedef struct kf_host {
  uint32_t struct_size;
  uint32_t abi_minor;
  void* self;
  kf_str name;
  kf_str version;
  /* The service's table, which begins with its struct_size, or null when this host lacks it.
   * Valid until the plugin's destroy() returns. [any] */
  const void* (*get_service)(const struct kf_host* host, const char* service_id);
} kf_host;

#ifdef __cplusplus
}
#endif
#endif
