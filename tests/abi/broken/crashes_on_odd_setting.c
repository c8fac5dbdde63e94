#include "parts.h"
static const kf_config_option options[] = {
    {sizeof(kf_config_option), KF_CONFIG_STRING, "greeting", "hello", "How to greet.", 0, 0, 0, 0}};
#define OPTIONS options
#define OPTION_COUNT 1
static kf_status configure(kf_plugin* plugin, kf_call* call) {
  const kf_config_service* service = (const kf_config_service*)the_host->get_service(the_host, KF_CONFIG_SERVICE);
  kf_str greeting = {NULL, 0};
  (void)plugin;
  (void)call;
  service->string(the_host, text("greeting"), &greeting);
  if (greeting.size == 0 || greeting.data[greeting.size / 2] < ' ') abort();
  return KF_OK;
}
#define CONFIGURE configure
#include "assembly.h"
