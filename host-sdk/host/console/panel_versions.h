// Which panels have changed since when.
#pragma once

#include <string>

#include "host/plugins/panel_table.h"

namespace kongflow::host {

// {"plugin/panel": version} of all panels that report one; a panel that fails to is left out. [worker]
std::string panel_versions(const PanelTable& panels);

}  // namespace kongflow::host
