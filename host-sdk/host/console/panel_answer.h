// Converts the result of a panel function to an HTTP response.
#pragma once

#include "host/base/call.h"
#include "host/http/http_message.h"
#include "host/plugins/console_reply.h"
#include "host/plugins/panel_table.h"

namespace kongflow::host {

// panel_routes.h documents the mapping of statuses. A reply that is not a JSON object is the plugin's error: 500.
HttpResponse panel_answer(const Panel& panel, kf_status status, const kf_console_reply& reply, const kf_call& call);

}  // namespace kongflow::host
