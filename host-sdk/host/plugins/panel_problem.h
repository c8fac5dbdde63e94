// Whether a panel's description fits together.
#pragma once

#include <optional>
#include <string>

#include "host/plugins/panel_table.h"

namespace kongflow::host {

// The first thing that is wrong with it, as a sentence that names the panel; `others` are those added before.
std::optional<std::string> panel_problem(const Panel& panel, const PanelTable& others);

}  // namespace kongflow::host
