// An endpoint as a row of the console's panel, and on a page of its own.
#pragma once

#include <string>
#include <vector>

#include "domain/panel_repository.h"
#include "kongflow/console.hpp"

namespace kongflow::endpoints {

std::vector<PanelColumn> endpoint_columns();
// A JSON object with a member for each column, and "id".
std::string endpoint_row(const ListedEndpoint& listed);
std::string endpoint_page(const ListedEndpoint& listed);

}  // namespace kongflow::endpoints
