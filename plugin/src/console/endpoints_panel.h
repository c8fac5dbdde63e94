// The panel "endpoints": the endpoints of all environments, with the state of their last run and index. The id of a row
// is the endpoint's id.
#pragma once

#include "kongflow/console.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

Panel endpoints_panel(const ServicesSource& services);

}  // namespace kongflow::endpoints
