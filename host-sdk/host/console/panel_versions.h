// Versions of panels, which show viewers what changed.
#pragma once

#include <string>

#include "host/plugins/panel_table.h"

namespace kongflow::host {

// {"plugin/panel": version} of all panels that report one. Omits panels that fail. [worker]
std::string panel_versions(const PanelTable& panels);

}  // namespace kongflow::host
