#include "host/console/console_reply.h"
#include "host/names.h"
#include "host/services/boundary.h"
#include "host/services/service_tables.h"
#include "host/text.h"

namespace kongflow::host {
namespace {

// The element `index` of an array whose elements may be larger than this host's.
template <class T>
const T* element(const T* first, std::uint32_t index) {
  return reinterpret_cast<const T*>(reinterpret_cast<const char*>(first) + std::size_t{first->struct_size} * index);
}

Panel copy_of(const kf_console_panel& panel, const std::string& owner) {
  Panel out;
  out.owner = owner;
  out.id = view(panel.id);
  out.title = view(panel.title);
  for (std::uint32_t i = 0; i < panel.column_count; ++i) {
    const auto* column = element(panel.columns, i);
    out.columns.push_back(
        {std::string(view(column->key)), std::string(view(column->title)), std::string(view(column->kind))});
  }
  for (std::uint32_t i = 0; i < panel.action_count; ++i) {
    const auto* action = element(panel.actions, i);
    out.actions.push_back({std::string(view(action->id)), std::string(view(action->title)),
                           std::string(view(action->confirm)), action->mutates != 0});
  }
  out.rows = panel.rows;
  out.act = panel.act;
  out.self = panel.self;
  return out;
}

bool understood(const kf_console_panel* panel) {
  return KF_HAS(panel, self) && panel->rows != nullptr && (panel->action_count == 0 || panel->act != nullptr) &&
         (panel->column_count == 0 || KF_HAS(panel->columns, kind)) &&
         (panel->action_count == 0 || KF_HAS(panel->actions, confirm));
}

kf_status add_panel(const kf_host* abi, const kf_console_panel* panel) noexcept {
  return registration(abi, [&](PluginHost& host) -> kf_status {
    if (!understood(panel))
      return host.refuse(KF_BAD_ARGUMENT, "a panel is described in a way that this host does not understand");
    Panel copy = copy_of(*panel, host.plugin_id());
    const std::string id = copy.id;
    if (!is_panel_id(id)) return host.refuse(KF_BAD_ARGUMENT, "\"" + id + "\" is no id for a panel");
    if (!host.services().panels.add(std::move(copy)))
      return host.refuse(KF_CONFLICT, "the panel \"" + id + "\" is taken");
    return KF_OK;
  });
}

void reply(kf_console_reply* reply, kf_str json) noexcept {
  if (reply != nullptr) reply->set(json);
}

}  // namespace

const kf_console_service console_service{sizeof(kf_console_service), &add_panel, &reply};

}  // namespace kongflow::host
