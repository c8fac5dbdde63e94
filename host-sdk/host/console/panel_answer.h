// What a panel function answered, as an HTTP response.
#pragma once

#include "host/base/call.h"
#include "host/http/http_message.h"
#include "host/plugins/console_reply.h"
#include "host/plugins/panel_table.h"

namespace kongflow::host {

// The mapping of statuses is in panel_routes.h. A reply that is no JSON object is the plugin's fault: 500.
HttpResponse panel_answer(const Panel& panel, kf_status status, const kf_console_reply& reply, const kf_call& call);

}  // namespace kongflow::host
