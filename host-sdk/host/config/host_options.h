// The host's own options: one table that drives parsing, checking, printing and the reference.
#pragma once

#include <vector>

#include "host/config/option_values.h"
#include "host/config/settings.h"

namespace kongflow::host {

std::vector<Option> host_options();

// `values` has the options of host_options().
Settings settings_from(const OptionValues& values);

// True for the settings that a running host takes over on SIGHUP; the others need a restart.
bool applies_at_reload(const std::string& option_name);

}  // namespace kongflow::host
