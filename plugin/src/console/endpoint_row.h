// Formats an endpoint as a row and as a page of the console panel.
#pragma once

#include <string>
#include <vector>

#include "domain/panel_repository.h"
#include "kongflow/console.hpp"

namespace kongflow::endpoints {

std::vector<PanelColumn> endpoint_columns();
// Returns a JSON object with "id" and a member for each column.
std::string endpoint_row(const ListedEndpoint& listed);
std::string endpoint_page(const ListedEndpoint& listed);

}  // namespace kongflow::endpoints
