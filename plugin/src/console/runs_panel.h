// The panel "runs" of an endpoint: its index runs, newest first.
#pragma once

#include "kongflow/console.hpp"
#include "service/services.h"

namespace kongflow::endpoints {

Panel runs_panel(const ServicesSource& services);

}  // namespace kongflow::endpoints
