// Console routes for the panels of plugins.
#pragma once

#include "host/base/log.h"
#include "host/console/console_routes.h"
#include "host/plugins/panel_table.h"

namespace kongflow::host {

//   GET  /console/api/panels                                    all panels, as data
//   GET  /console/api/panels/:plugin/:panel/rows                one page: ?limit=&cursor=&filter=&sort=&parent=
//   GET  /console/api/panels/:plugin/:panel/row                 one row in full: ?id=&against=
//   POST /console/api/panels/:plugin/:panel/actions/:action     body: {"id": the row's id, field key: value, …}
// Failures are responses {"error", "code", "reason"}: KF_BAD_ARGUMENT 400, KF_NOT_FOUND 404, KF_CONFLICT 409,
// KF_FAILED 422, KF_RETRY, KF_UNAVAILABLE and KF_CANCELLED 503, KF_DEADLINE 504, any other 500.
// Calls of mutating actions are audited. The arguments must outlive the routes.
void add_panel_routes(ConsoleRoutes& routes, const PanelTable& panels, Log& log);

}  // namespace kongflow::host
