#include "host/plugins/panel_table.h"

#include <algorithm>
#include <utility>

namespace kongflow::host {
namespace {

template <class T, class Matches>
const T* find_if(const std::vector<T>& items, Matches matches) {
  const auto found = std::find_if(items.begin(), items.end(), matches);
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

const PanelColumn* Panel::column(const std::string& key) const {
  return find_if(columns, [&](const PanelColumn& candidate) { return candidate.key == key; });
}

const PanelAction* Panel::action(const std::string& wanted) const {
  return find_if(actions, [&](const PanelAction& candidate) { return candidate.id == wanted; });
}

bool PanelTable::add(Panel panel) {
  if (find(panel.owner, panel.id) != nullptr) return false;
  panels_.push_back(std::move(panel));
  return true;
}

const Panel* PanelTable::find(const std::string& owner, const std::string& id) const {
  return find_if(panels_, [&](const Panel& panel) { return panel.owner == owner && panel.id == id; });
}

}  // namespace kongflow::host
