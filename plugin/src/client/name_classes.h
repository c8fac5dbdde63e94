// Classifies host names by the name alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/address_classes.h"

namespace kongflow::endpoints {

struct NameClass {
  std::string_view name;  // "the name of a metadata service"
  Restriction restriction;
};

// `host` is as in TargetUrl. nullopt: the classification depends on the addresses of the host.
std::optional<NameClass> classify_name(std::string_view host);

}  // namespace kongflow::endpoints
