// The pages of the web console.
#pragma once

#include "host/console/asset_files.h"
#include "host/console/console_routes.h"

namespace kongflow::host {

// GET /console and all below it but the API: the file of that name, or, outside of assets/, the start page, whose
// scripts then show the page that the path names. Everybody may load them: they hold no data. `assets` outlives the
// routes.
void add_asset_routes(ConsoleRoutes& routes, const AssetFiles& assets);

}  // namespace kongflow::host
