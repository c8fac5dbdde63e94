// Describes an environment to the owner of its key.
#pragma once

#include <string>

#include "host/base/environment_store.h"

namespace kongflow::host {

// The body of GET /api/v1/whoami, with all members that `@trigger.dev/cli` 2.1.3 and 2.3.19 read.
std::string whoami_json(const Environment& environment);

}  // namespace kongflow::host
