// The plugin's settings: the table [plugins.endpoints] of the host's config file.
#pragma once

#include <chrono>
#include <string>

#include "client/client_settings.h"
#include "client/egress_policy.h"
#include "kongflow/config.hpp"
#include "kongflow/plugin.hpp"
#include "service/retry_policy.h"

namespace kongflow::endpoints {

struct Settings {
  ClientSettings client;
  EgressSettings egress;
  RetryPolicy retries;
  int calls_per_environment = 16;  // concurrent requests and tasks that wait for apps
  std::chrono::milliseconds hook_delay{0};
  int pool_size = 0;
  std::chrono::milliseconds statement_timeout{0};
  std::string public_url;  // without a trailing slash
};

Descriptor with_options(Descriptor descriptor);

// Throws ConfigError with a sentence for invalid values.
Settings read_settings(const Config& config);

}  // namespace kongflow::endpoints
