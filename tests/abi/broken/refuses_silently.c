#include "parts.h"
static const kf_config_option options[] = {
    {sizeof(kf_config_option), KF_CONFIG_INTEGER, "count", "2", "How many, an even number.", 0, 0, 0, 1000}};
#define OPTIONS options
#define OPTION_COUNT 1
static kf_status configure(kf_plugin* plugin, kf_call* call) {
  const kf_config_service* service = (const kf_config_service*)the_host->get_service(the_host, KF_CONFIG_SERVICE);
  int64_t count = 0;
  (void)plugin;
  (void)call;
  service->integer(the_host, text("count"), &count);
  return count % 2 == 0 ? KF_OK : KF_BAD_ARGUMENT;
}
#define CONFIGURE configure
#include "assembly.h"
