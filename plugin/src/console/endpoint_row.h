// An endpoint as a row of the console's panel.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/endpoint_repository.h"
#include "kongflow/console.hpp"

namespace kongflow::endpoints {

std::vector<PanelColumn> endpoint_columns();
// A JSON object with a member for each column, and "id".
std::string endpoint_row(const EndpointSummary& summary);
// Whether what people look for (any case) is in the slug, the URL, the project, the environment or the state.
bool matches(const EndpointSummary& summary, std::string_view filter);

}  // namespace kongflow::endpoints
