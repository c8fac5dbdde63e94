// Converts settings to the console's JSON.
#pragma once

#include <boost/json/array.hpp>

#include "host/config/option_values.h"

namespace kongflow::host {

// [{"name", "type", "value", "default", "origin", "secret", "meaning"}]; never contains the value of a secret.
boost::json::array settings_json(const OptionValues& values);

}  // namespace kongflow::host
