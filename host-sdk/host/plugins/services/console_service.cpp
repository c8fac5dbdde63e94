#include "host/base/text.h"
#include "host/plugins/console_reply.h"
#include "host/plugins/panel_problem.h"
#include "host/plugins/services/boundary.h"
#include "host/plugins/services/service_tables.h"

namespace kongflow::host {
namespace {

// Element `index` of an array whose elements may be larger than this host's struct.
template <class T>
const T* element(const T* first, std::uint32_t index) {
  return reinterpret_cast<const T*>(reinterpret_cast<const char*>(first) + std::size_t{first->struct_size} * index);
}

std::string text(kf_str from) {
  return std::string(view(from));
}

PanelAction copy_of(const kf_console_action& action) {
  PanelAction out{text(action.id),
                  text(action.title),
                  text(action.confirm),
                  action.mutates != 0,
                  action.scope == KF_CONSOLE_ON_PANEL,
                  text(action.confirm_column),
                  {}};
  for (std::uint32_t i = 0; i < action.field_count; ++i) {
    const auto* field = element(action.fields, i);
    out.fields.push_back({text(field->key), text(field->title), text(field->kind), field->required != 0,
                          text(field->column), text(field->help)});
  }
  return out;
}

Panel copy_of(const kf_console_panel& panel, const std::string& owner) {
  Panel out;
  out.owner = owner;
  out.id = view(panel.id);
  out.title = view(panel.title);
  out.parent = view(panel.parent);
  for (std::uint32_t i = 0; i < panel.column_count; ++i) {
    const auto* column = element(panel.columns, i);
    out.columns.push_back({text(column->key), text(column->title), text(column->kind), column->sortable != 0});
  }
  for (std::uint32_t i = 0; i < panel.action_count; ++i) out.actions.push_back(copy_of(*element(panel.actions, i)));
  out.rows = panel.rows;
  out.row = panel.row;
  out.act = panel.act;
  out.version = panel.version;
  out.self = panel.self;
  return out;
}

bool understood(const kf_console_action* action) {
  return KF_HAS(action, scope) && (action->scope == KF_CONSOLE_ON_ROW || action->scope == KF_CONSOLE_ON_PANEL) &&
         (action->field_count == 0 || KF_HAS(action->fields, help));
}

bool understood(const kf_console_panel* panel) {
  if (!KF_HAS(panel, self) || panel->rows == nullptr) return false;
  if (panel->column_count > 0 && !KF_HAS(panel->columns, kind)) return false;
  if (panel->action_count > 0 && (panel->act == nullptr || !KF_HAS(panel->actions, scope))) return false;
  for (std::uint32_t i = 0; i < panel->action_count; ++i)
    if (!understood(element(panel->actions, i))) return false;
  return true;
}

kf_status add_panel(const kf_host* abi, const kf_console_panel* panel) noexcept {
  return registration(abi, [&](PluginHost& host) -> kf_status {
    if (!understood(panel))
      return host.refuse(
          KF_BAD_ARGUMENT,
          "this host does not support a panel's description; check its struct_size, flags and functions");
    PanelTable& panels = host.services().panels;
    Panel copy = copy_of(*panel, host.plugin_id());
    if (auto problem = panel_problem(copy, panels)) return host.refuse(KF_BAD_ARGUMENT, *std::move(problem));
    const std::string id = copy.id;
    if (!panels.add(std::move(copy))) return host.refuse(KF_CONFLICT, "the panel \"" + id + "\" is taken");
    return KF_OK;
  });
}

void reply(kf_console_reply* reply, kf_str text) noexcept {
  if (reply != nullptr) reply->set(text);
}

}  // namespace

const kf_console_service console_service{sizeof(kf_console_service), &add_panel, &reply};

}  // namespace kongflow::host
