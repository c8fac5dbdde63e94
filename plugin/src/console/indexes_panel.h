// The panel "indexes" of an endpoint: its indexes, newest first. The page of an index shows its manifest and the
// differences from another index of the endpoint.
#pragma once

#include "kongflow/console.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

Panel indexes_panel(const ServicesSource& services);

}  // namespace kongflow::endpoints
