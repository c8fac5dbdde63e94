// The console panels of all plugins, as data.
#pragma once

#include <string>
#include <vector>

#include "kongflow/abi/console.h"

namespace kongflow::host {

struct PanelColumn {
  std::string key, title, kind;
};

struct PanelAction {
  std::string id, title, confirm;
  bool mutates = false;
};

struct Panel {
  std::string owner;  // plugin id
  std::string id, title;
  std::vector<PanelColumn> columns;
  std::vector<PanelAction> actions;
  kf_console_rows_fn rows = nullptr;
  kf_console_action_fn act = nullptr;
  void* self = nullptr;
};

// Filled on the main thread while plugins start, then only read, from any thread.
class PanelTable {
 public:
  // False when the owner has a panel of this id.
  bool add(Panel panel);
  const Panel* find(const std::string& owner, const std::string& id) const;
  const std::vector<Panel>& all() const { return panels_; }

 private:
  std::vector<Panel> panels_;
};

}  // namespace kongflow::host
