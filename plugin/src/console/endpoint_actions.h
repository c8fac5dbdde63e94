// The actions of the endpoints panel.
#pragma once

#include <string_view>
#include <vector>

#include "kongflow/console.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

std::vector<PanelAction> endpoint_actions();
PanelReply run_endpoint_action(const Services& services, std::string_view action, std::string_view input_json,
                               const Call& call);

}  // namespace kongflow::endpoints
