// The plugin's HTTP API.
#pragma once

#include "kongflow/registrar.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

void add_routes(Registrar& registrar, const ServicesSource& services);

}  // namespace kongflow::endpoints
