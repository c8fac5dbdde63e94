/* What a plugin is: one exported function, a static descriptor, five lifecycle steps. */
#ifndef KONGFLOW_ABI_PLUGIN_H
#define KONGFLOW_ABI_PLUGIN_H
#include "kongflow/abi/config.h"
#include "kongflow/abi/types.h"
#ifdef __cplusplus
extern "C" {
#endif

/* A live plugin. The host calls the steps in this order, never two at once:
 *
 *   create -> configure -> start -> drain -> stop -> destroy
 *
 * `destroy` may follow any step: a plugin whose configure() or start() failed is destroyed at once, without drain
 * and stop. `configure` comes again, after start, whenever the host re-reads its config file. */
typedef struct kf_plugin {
  uint32_t struct_size;
  void* self;

  /* Reads its settings through kongflow.config/1 and validates them. Does no I/O, so that it also serves
   * `kongflow-host check`. Called again on a running plugin, it builds the new settings and swaps them in; when it
   * fails, with a sentence in set_error(), the plugin keeps the old ones. [main] */
  kf_status (*configure)(struct kf_plugin* plugin, kf_call* call);

  /* Registers tasks, routes, panels, metrics and health checks; nothing can be registered at another time. Opens no
   * connection and does not wait: what needs the network or the database is opened at first use. [main] */
  kf_status (*start)(struct kf_plugin* plugin, kf_call* call);

  /* No new call follows; those in flight go on. [main] */
  void (*drain)(struct kf_plugin* plugin);

  /* Calls done(context) exactly once, from any thread, when no thread of the plugin runs any more. A plugin that does
   * not in the host's time for it is left as it is, without destroy. [main] */
  void (*stop)(struct kf_plugin* plugin, void (*done)(void* context), void* context);

  /* After done, or after a failed configure or start. Frees the plugin. [main] */
  void (*destroy)(struct kf_plugin* plugin);
} kf_plugin;

/* Static facts. Lives as long as the shared object does, which is never unloaded. */
typedef struct kf_descriptor {
  uint32_t magic;       /* KF_MAGIC                                  } */
  uint32_t struct_size; /* sizeof(kf_descriptor)                     } these first words */
  uint16_t abi_major;   /* KF_ABI_MAJOR of the headers compiled with } never move */
  uint16_t abi_minor;   /* KF_ABI_MINOR of the headers compiled with } */
  uint16_t need_minor;  /* lowest minor of a host that this plugin works in */
  uint16_t reserved;    /* 0 */
  const char* id;       /* ^[a-z][a-z0-9-]{0,31}$, the name of its table in the config file */
  const char* name;     /* for people */
  const char* version;  /* semantic version */
  const char* build;    /* commit, compiler, or any text that tells two builds apart */
  /* Null-terminated list of service ids; the host refuses the plugin when it lacks one. May be null. */
  const char* const* requires_services;
  /* The settings that the plugin understands. They drive checking, help, the generated reference and masking. */
  const kf_config_option* options;
  size_t option_count;
  /* Makes the plugin. `host` outlives it; no service may be called yet. On failure *out stays null. [main] */
  kf_status (*create)(const kf_host* host, kf_plugin** out);
} kf_descriptor;

#if defined(__GNUC__)
#define KF_EXPORT __attribute__((visibility("default")))
#else
#define KF_EXPORT
#endif

/* The one exported symbol: pure, cheap, callable before anything else and any number of times. [any] */
#define KF_ENTRY_SYMBOL "kongflow_plugin_entry"
typedef const kf_descriptor* (*kf_entry_fn)(void);
KF_EXPORT const kf_descriptor* kongflow_plugin_entry(void);

#ifdef __cplusplus
}
#endif
#endif
