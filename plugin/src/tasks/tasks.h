// Registers the plugin's tasks.
#pragma once

#include "kongflow/registrar.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

void add_tasks(Registrar& registrar, const ServicesSource& services);

}  // namespace kongflow::endpoints
