// Registers the plugin's console panels.
#pragma once

#include "kongflow/registrar.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

void add_panels(Registrar& registrar, const ServicesSource& services);

}  // namespace kongflow::endpoints
