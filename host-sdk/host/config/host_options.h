// The host's options: one table for parsing, checks, printing and the reference.
#pragma once

#include <vector>

#include "host/config/option_values.h"
#include "host/config/settings.h"

namespace kongflow::host {

std::vector<Option> host_options();

// `values` must contain the options of host_options().
Settings settings_from(const OptionValues& values);

// True for settings that SIGHUP applies to a running host. All others need a restart.
bool applies_at_reload(const std::string& option_name);

}  // namespace kongflow::host
