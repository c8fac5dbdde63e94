#include "host/plugins/plugin_runtime.h"

namespace kongflow::host {

PluginRuntime::PluginRuntime(Log& log)
    : metrics(prometheus), services{routes, tasks, panels, health, metrics, log, {}, {}, {}}, plugins(services) {}

}  // namespace kongflow::host
