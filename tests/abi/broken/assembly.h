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
#ifndef SERVICES
#define SERVICES NULL
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
#ifndef STOP
#define STOP stop_at_once
#endif
#ifndef CREATE
static kf_status create_plugin(const kf_host* host, kf_plugin** out) {
  kf_plugin* plugin = (kf_plugin*)calloc(1, sizeof *plugin);
  the_host = host;
  plugin->struct_size = sizeof *plugin;
  plugin->configure = CONFIGURE;
  plugin->start = START;
  plugin->drain = drain_nothing;
  plugin->stop = STOP;
  plugin->destroy = free_plugin;
  *out = plugin;
  return KF_OK;
}
#define CREATE create_plugin
#endif

static const kf_descriptor descriptor = {MAGIC,    STRUCT_SIZE, MAJOR,        KF_ABI_MINOR, NEED_MINOR,
                                         0,        ID,          "Broken",     "1.0.0",      "tests",
                                         SERVICES, OPTIONS,     OPTION_COUNT, CREATE};

#ifdef __cplusplus
extern "C" {
#endif
KF_EXPORT const kf_descriptor* kongflow_plugin_entry(void) {
  return &descriptor;
}
#ifdef __cplusplus
}
#endif
