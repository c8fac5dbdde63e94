// Validates the description of a panel.
#pragma once

#include <optional>
#include <string>

#include "host/plugins/panel_table.h"

namespace kongflow::host {

// The first problem of the panel, as a sentence that names it; nullopt when it is valid. `others`: the panels added
// before.
std::optional<std::string> panel_problem(const Panel& panel, const PanelTable& others);

}  // namespace kongflow::host
