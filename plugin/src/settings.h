// The plugin's settings: what [plugins.endpoints] of the host's config file may hold.
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
  int calls_per_environment = 16;  // requests and tasks that wait for apps, at once
  std::chrono::milliseconds hook_delay{0};
  int pool_size = 0;
  std::chrono::milliseconds statement_timeout{0};
  std::string public_url;  // without a slash at its end
};

Descriptor with_options(Descriptor descriptor);

// Throws ConfigError with a sentence for values that make no sense.
Settings read_settings(const Config& config);

}  // namespace kongflow::endpoints
