#include "host/console/panel_table.h"

#include <algorithm>
#include <utility>

namespace kongflow::host {

bool PanelTable::add(Panel panel) {
  if (find(panel.owner, panel.id) != nullptr) return false;
  panels_.push_back(std::move(panel));
  return true;
}

const Panel* PanelTable::find(const std::string& owner, const std::string& id) const {
  const auto found = std::find_if(panels_.begin(), panels_.end(),
                                  [&](const Panel& panel) { return panel.owner == owner && panel.id == id; });
  return found == panels_.end() ? nullptr : &*found;
}

}  // namespace kongflow::host
