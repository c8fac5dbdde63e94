// The JSON API of the operators' console, below /console/api.
#pragma once

#include <string>

#include "host/console/panel_table.h"
#include "host/http/route_table.h"
#include "host/log.h"

namespace kongflow::host {

// Every route wants `Authorization: Bearer <token>`; without it 401.
//   GET  /console/api/panels                                              all panels, as data
//   GET  /console/api/panels/:plugin/:panel/rows?limit=&cursor=&filter=   one page; limit 1 to 200, default 50
//   POST /console/api/panels/:plugin/:panel/actions/:action               body: {"id": the row's id, …}
// A panel's failure is an answer {"error", "code", "reason"}: KF_BAD_ARGUMENT 400, KF_NOT_FOUND 404, KF_CONFLICT 409,
// KF_FAILED 422, KF_RETRY, KF_UNAVAILABLE and KF_CANCELLED 503, KF_DEADLINE 504, any other 500.
// Every call of an action that mutates is written to the log as one "audit" line.
void add_console_routes(RouteTable& routes, const PanelTable& panels, const std::string& token, Log& log);

}  // namespace kongflow::host
