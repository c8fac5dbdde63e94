/* No defect: one option of each type. */
#include "parts.h"
#define OPTION(type, name, value, required, secret, minimum, maximum) \
  { sizeof(kf_config_option), type, name, value, "An option.", required, secret, minimum, maximum }
static const kf_config_option options[] = {
    OPTION(KF_CONFIG_STRING, "greeting", "hello", 0, 0, 0, 0),
    OPTION(KF_CONFIG_INTEGER, "count", "3", 0, 0, 1, 10),
    OPTION(KF_CONFIG_BOOLEAN, "loud", "false", 0, 0, 0, 0),
    OPTION(KF_CONFIG_DURATION, "ping.timeout", "5s", 0, 0, 1, 60000),
    OPTION(KF_CONFIG_SIZE, "ping.limit", "8MiB", 0, 0, 0, 0),
    OPTION(KF_CONFIG_LIST, "names", "a, b", 0, 0, 0, 0),
    OPTION(KF_CONFIG_STRING, "token", NULL, 1, 1, 0, 0),
    OPTION(KF_CONFIG_STRING, "nickname", NULL, 0, 0, 0, 0),
};
#define OPTIONS options
#define OPTION_COUNT (sizeof options / sizeof options[0])
#include "assembly.h"
