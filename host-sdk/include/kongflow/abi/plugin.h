/* The plugin contract: one exported function, a static descriptor, six lifecycle functions. */
#ifndef KONGFLOW_ABI_PLUGIN_H
#define KONGFLOW_ABI_PLUGIN_H
#include "kongflow/abi/config.h"
#include "kongflow/abi/types.h"
#ifdef __cplusplus
extern "C" {
#endif

/* A plugin instance. The host calls the lifecycle functions in this order, never two at once:
 *
 *   create -> configure -> start -> drain -> stop -> destroy
 *
 * `destroy` may follow any of them: after a failed configure() or start(), the host destroys the plugin at once,
 * without drain and stop. The host calls `configure` again on a started plugin whenever it re-reads its config file. */
typedef struct kf_plugin {
  uint32_t struct_size;
  void* self;

  /* Reads the settings through kongflow.config/1 and validates them. Does no I/O, because `kongflow-host check` calls
   * it too. On a running plugin it builds the new settings first and then replaces the old ones; on failure it reports
   * the reason through set_error() and keeps the old settings. [main] */
  kf_status (*configure)(struct kf_plugin* plugin, kf_call* call);

  /* Registers tasks, routes, panels, metrics and health checks; registration is impossible at any other time. Does not
   * block and opens no connection: network and database connections are opened on first use. [main] */
  kf_status (*start)(struct kf_plugin* plugin, kf_call* call);

  /* The host makes no new calls after this. Calls in flight continue. [main] */
  void (*drain)(struct kf_plugin* plugin);

  /* Calls done(context) exactly once, from any thread, after all threads of the plugin have finished. The callback lets
   * the host limit the wait: after its time limit, the host abandons the plugin and never calls destroy. [main] */
  void (*stop)(struct kf_plugin* plugin, void (*done)(void* context), void* context);

  /* Frees the plugin. Called after done(), or after a failed configure() or start(). [main] */
  void (*destroy)(struct kf_plugin* plugin);
} kf_plugin;

/* Static description of a plugin. It lives as long as the shared object, which the host never unloads. */
typedef struct kf_descriptor {
  uint32_t magic;       /* KF_MAGIC                                   } */
  uint32_t struct_size; /* sizeof(kf_descriptor)                      } these members keep */
  uint16_t abi_major;   /* KF_ABI_MAJOR of the headers compiled with  } their offsets in */
  uint16_t abi_minor;   /* KF_ABI_MINOR of the headers compiled with  } every ABI version */
  uint16_t need_minor;  /* lowest KF_ABI_MINOR of the host that this plugin requires */
  uint16_t reserved;    /* 0 */
  const char* id;       /* ^[a-z][a-z0-9-]{0,31}$, also the name of the plugin's table in the config file */
  const char* name;     /* display name */
  const char* version;  /* semantic version */
  const char* build;    /* commit, compiler, or any text that identifies the build */
  /* Null-terminated list of service ids. A host that lacks one of them rejects the plugin. May be null. */
  const char* const* requires_services;
  /* The plugin's settings. The host uses them for validation, help, the generated reference and masking of secrets. */
  const kf_config_option* options;
  size_t option_count;
  /* Creates the plugin. `host` outlives it. No service may be called yet. *out is null on failure. [main] */
  kf_status (*create)(const kf_host* host, kf_plugin** out);
} kf_descriptor;

#if defined(__GNUC__)
#define KF_EXPORT __attribute__((visibility("default")))
#else
#define KF_EXPORT
#endif

/* The only exported symbol. It has no side effects, is cheap, and may be called at any time, any number of times.
 * [any] */
#define KF_ENTRY_SYMBOL "kongflow_plugin_entry"
typedef const kf_descriptor* (*kf_entry_fn)(void);
KF_EXPORT const kf_descriptor* kongflow_plugin_entry(void);

#ifdef __cplusplus
}
#endif
#endif
