// Routes of the web console's pages.
#pragma once

#include "host/console/asset_files.h"
#include "host/console/console_routes.h"

namespace kongflow::host {

// GET /console and all paths below it except the API. Serves the file with that name; outside assets/ otherwise the
// start page, whose scripts show the page for the path. Needs no authentication, because the files contain no data.
// `assets` must outlive the routes.
void add_asset_routes(ConsoleRoutes& routes, const AssetFiles& assets);

}  // namespace kongflow::host
