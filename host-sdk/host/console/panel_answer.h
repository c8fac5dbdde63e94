// What a panel function answered, as an HTTP response.
#pragma once

#include "host/call.h"
#include "host/console/console_reply.h"
#include "host/console/panel_table.h"
#include "host/http/http_message.h"

namespace kongflow::host {

// The mapping of statuses is in panel_routes.h. A reply that is no JSON object is the plugin's fault: 500.
HttpResponse panel_answer(const Panel& panel, kf_status status, const kf_console_reply& reply, const kf_call& call);

}  // namespace kongflow::host
