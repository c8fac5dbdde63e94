/* Makes a plugin of the parts, and of what its source replaced. */
#ifndef MAGIC
#define MAGIC KF_MAGIC
#endif
#ifndef STRUCT_SIZE
#define STRUCT_SIZE sizeof(kf_descriptor)
#endif
#ifndef MAJOR
#define MAJOR KF_ABI_MAJOR
#endif
#ifndef NEED_MINOR
#define NEED_MINOR 0
#endif
#ifndef ID
#define ID "broken"
#endif
#ifndef VERSION
#define VERSION "1.0.0"
#endif
#ifndef SERVICES
static const char* const all_services[] = {KF_CALL_SERVICE, KF_CONFIG_SERVICE,  KF_CONSOLE_SERVICE, KF_HEALTH_SERVICE,
                                           KF_HTTP_SERVICE, KF_METRICS_SERVICE, KF_TASKS_SERVICE,   NULL};
#define SERVICES all_services
#endif
#ifndef OPTIONS
#define OPTIONS NULL
#define OPTION_COUNT 0
#endif
#ifndef CONFIGURE
#define CONFIGURE succeed
#endif
#ifndef START
#define START succeed
#endif
#ifndef DRAIN
#define DRAIN drain_nothing
#endif
#ifndef ENTRY
#define ENTRY kongflow_plugin_entry
#endif
#ifndef STOP
#define STOP stop_at_once
#endif
#ifndef CREATE
/* Several plugins in one process take turns: the steps of one come with its own host. */
static kf_status configure_with_its_host(kf_plugin* plugin, kf_call* call) {
  the_host = (const kf_host*)plugin->self;
  return CONFIGURE(plugin, call);
}
static kf_status start_with_its_host(kf_plugin* plugin, kf_call* call) {
  the_host = (const kf_host*)plugin->self;
  return START(plugin, call);
}
static kf_status create_plugin(const kf_host* host, kf_plugin** out) {
  kf_plugin* plugin = (kf_plugin*)calloc(1, sizeof *plugin);
  the_host = host;
  plugin->struct_size = sizeof *plugin;
  plugin->self = (void*)host;
  plugin->configure = configure_with_its_host;
  plugin->start = start_with_its_host;
  plugin->drain = DRAIN;
  plugin->stop = STOP;
  plugin->destroy = free_plugin;
  *out = plugin;
  return KF_OK;
}
#define CREATE create_plugin
#endif

static const kf_descriptor descriptor = {MAGIC,    STRUCT_SIZE, MAJOR,        KF_ABI_MINOR, NEED_MINOR,
                                         0,        ID,          "Broken",     VERSION,      "tests",
                                         SERVICES, OPTIONS,     OPTION_COUNT, CREATE};

#ifdef __cplusplus
extern "C" {
#endif
KF_EXPORT const kf_descriptor* ENTRY(void);
KF_EXPORT const kf_descriptor* ENTRY(void) {
  return &descriptor;
}
#ifdef __cplusplus
}
#endif
