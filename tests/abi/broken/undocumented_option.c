#include "parts.h"
static const kf_config_option options[] = {
    {sizeof(kf_config_option), KF_CONFIG_STRING, "greeting", "hello", NULL, 0, 0, 0, 0}};
#define OPTIONS options
#define OPTION_COUNT 1
#include "assembly.h"
