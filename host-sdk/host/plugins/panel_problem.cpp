#include "host/plugins/panel_problem.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "host/base/names.h"

namespace kongflow::host {
namespace {

using Problem = std::optional<std::string>;
using Kinds = std::vector<std::string_view>;

const Kinds kColumnKinds{"text", "number", "time", "status", "url", "json", "copy", "duration", "history"};
const Kinds kFieldKinds{"text", "url", "environment", "multiline"};

std::string quoted(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

Problem kind_problem(const std::string& what, const std::string& kind, const Kinds& known) {
  if (std::find(known.begin(), known.end(), kind) != known.end()) return std::nullopt;
  std::string list;
  for (const std::string_view name : known) list.append(list.empty() ? "" : ", ").append(name);
  return what + " has the unknown kind " + quoted(kind) + "; known kinds are " + list;
}

// Checks that a key is present and unique.
Problem key_problem(const std::string& what, const std::string& key, std::set<std::string>& seen) {
  if (key.empty()) return "a " + what + " has no key";
  if (!seen.insert(key).second) return "two " + what + "s have the key " + quoted(key);
  return std::nullopt;
}

Problem column_reference_problem(const Panel& panel, const PanelAction& action, const std::string& what,
                                 const std::string& key) {
  if (key.empty()) return std::nullopt;
  if (action.on_panel) return what + " names a column, but the action does not act on a row";
  if (panel.column(key) == nullptr)
    return what + " names the column " + quoted(key) + ", which the panel does not have";
  return std::nullopt;
}

Problem fields_problem(const Panel& panel, const PanelAction& action) {
  std::set<std::string> keys;
  for (const PanelField& field : action.fields) {
    const std::string what = "the field " + quoted(field.key) + " of the action " + quoted(action.id);
    if (auto problem = key_problem("field", field.key, keys)) return problem;
    if (field.key == "id" && !action.on_panel) return what + " has the key \"id\", which is reserved for the row";
    if (auto problem = kind_problem(what, field.kind, kFieldKinds)) return problem;
    if (auto problem = column_reference_problem(panel, action, what, field.column)) return problem;
  }
  return std::nullopt;
}

Problem actions_problem(const Panel& panel) {
  std::set<std::string> ids;
  for (const PanelAction& action : panel.actions) {
    if (!is_panel_id(action.id)) return quoted(action.id) + " is not a valid action id";
    if (!ids.insert(action.id).second) return "two actions have the id " + quoted(action.id);
    if (auto problem = column_reference_problem(panel, action, "the confirmation of the action " + quoted(action.id),
                                                action.confirm_column))
      return problem;
    if (auto problem = fields_problem(panel, action)) return problem;
  }
  return std::nullopt;
}

Problem columns_problem(const Panel& panel) {
  std::set<std::string> keys;
  for (const PanelColumn& column : panel.columns) {
    if (auto problem = key_problem("column", column.key, keys)) return problem;
    if (auto problem = kind_problem("the column " + quoted(column.key), column.kind, kColumnKinds)) return problem;
  }
  return std::nullopt;
}

Problem parent_problem(const Panel& panel, const PanelTable& others) {
  if (panel.parent.empty() || others.find(panel.owner, panel.parent) != nullptr) return std::nullopt;
  return "its parent " + quoted(panel.parent) + " is not a panel that the plugin added before";
}

}  // namespace

Problem panel_problem(const Panel& panel, const PanelTable& others) {
  if (!is_panel_id(panel.id)) return quoted(panel.id) + " is not a valid panel id";
  Problem problem = parent_problem(panel, others);
  if (!problem) problem = columns_problem(panel);
  if (!problem) problem = actions_problem(panel);
  if (problem) problem = "the panel " + quoted(panel.id) + " is rejected: " + *problem;
  return problem;
}

}  // namespace kongflow::host
