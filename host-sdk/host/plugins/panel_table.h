// The console panels of all plugins, as data.
#pragma once

#include <string>
#include <vector>

#include "kongflow/abi/console.h"

namespace kongflow::host {

// Members as in kongflow/abi/console.h.
struct PanelColumn {
  std::string key, title, kind;
  bool sortable = false;
};

struct PanelField {
  std::string key, title, kind;
  bool required = false;
  std::string column, help;
};

struct PanelAction {
  std::string id, title, confirm;
  bool mutates = false;
  bool on_panel = false;
  std::string confirm_column;
  std::vector<PanelField> fields;
};

struct Panel {
  std::string owner;  // plugin id
  std::string id, title, parent;
  std::vector<PanelColumn> columns;
  std::vector<PanelAction> actions;
  kf_console_rows_fn rows = nullptr;
  kf_console_row_fn row = nullptr;
  kf_console_action_fn act = nullptr;
  kf_console_version_fn version = nullptr;
  void* self = nullptr;

  // Null when there is none with this key or id.
  const PanelColumn* column(const std::string& key) const;
  const PanelAction* action(const std::string& id) const;
};

// Filled on the main thread while plugins start; read-only afterwards, from any thread.
class PanelTable {
 public:
  // False when the owner already has a panel with this id.
  bool add(Panel panel);
  const Panel* find(const std::string& owner, const std::string& id) const;
  const std::vector<Panel>& all() const { return panels_; }

 private:
  std::vector<Panel> panels_;
};

}  // namespace kongflow::host
