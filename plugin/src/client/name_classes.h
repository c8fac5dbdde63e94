// What kind of network a host name belongs to, as far as the name alone says it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/address_classes.h"

namespace kongflow::endpoints {

struct NameClass {
  std::string_view name;  // "the name of a metadata service"
  Opening opening;
};

// `host` as in TargetUrl. nullopt: the addresses that it leads to decide.
std::optional<NameClass> classify_name(std::string_view host);

}  // namespace kongflow::endpoints
