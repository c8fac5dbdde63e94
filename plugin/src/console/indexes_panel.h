// The panel "indexes" of an endpoint: what its app declared, newest first. An index shows its manifest, and what
// changed since another index of the endpoint.
#pragma once

#include "kongflow/console.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

Panel indexes_panel(const ServicesSource& services);

}  // namespace kongflow::endpoints
