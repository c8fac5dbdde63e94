#include "host/base/text.h"
#include "host/plugins/services/plugin_host.h"
#include "host/plugins/services/service_tables.h"

namespace kongflow::host {
namespace {

kf_status connection_string(const kf_host* abi, kf_str* out) noexcept {
  const std::string& text = PluginHost::of(abi).services().connection_string;
  if (text.empty()) return KF_UNAVAILABLE;
  *out = to_abi(text);
  return KF_OK;
}

}  // namespace

const kf_database_service database_service{sizeof(kf_database_service), &connection_string};

}  // namespace kongflow::host
