// Settings, as the console shows them.
#pragma once

#include <boost/json/array.hpp>

#include "host/config/option_values.h"

namespace kongflow::host {

// [{"name", "type", "value", "default", "origin", "secret", "meaning"}]; a secret's value is never in it.
boost::json::array settings_json(const OptionValues& values);

}  // namespace kongflow::host
