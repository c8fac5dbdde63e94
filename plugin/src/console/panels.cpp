#include "console/panels.h"

#include "console/endpoints_panel.h"
#include "console/indexes_panel.h"
#include "console/runs_panel.h"

namespace kongflow::endpoints {

void add_panels(Registrar& registrar, const ServicesSource& services) {
  registrar.panel(endpoints_panel(services));
  registrar.panel(runs_panel(services));
  registrar.panel(indexes_panel(services));
}

}  // namespace kongflow::endpoints
