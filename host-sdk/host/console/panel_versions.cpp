#include "host/console/panel_versions.h"

#include <boost/json.hpp>
#include <chrono>

#include "host/base/call.h"
#include "host/plugins/console_reply.h"

namespace kongflow::host {
namespace {

constexpr std::chrono::seconds kTimeLimit{2};

}  // namespace

std::string panel_versions(const PanelTable& panels) {
  boost::json::object versions;
  for (const Panel& panel : panels.all()) {
    if (panel.version == nullptr) continue;
    kf_console_reply reply;
    kf_call call("console versions", kf_call::Clock::now() + kTimeLimit);
    if (panel.version(panel.self, &reply, &call) == KF_OK) versions[panel.owner + "/" + panel.id] = reply.json();
  }
  return boost::json::serialize(versions);
}

}  // namespace kongflow::host
