// The console's panel "endpoints": all endpoints of all environments with the state of their latest run, and the
// actions index (source MANUAL) and delete. A row's id is "<environment id>/<slug>".
#pragma once

#include "kongflow/registrar.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

void add_panels(Registrar& registrar, const ServicesSource& services);

}  // namespace kongflow::endpoints
