#pragma once

#include <string>

namespace kongflow::bench {

// A manifest of `entries` enabled jobs as @trigger.dev/sdk 3.x sends them, about 600 bytes each.
std::string make_manifest(int entries);

}  // namespace kongflow::bench
