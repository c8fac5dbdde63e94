// Converts between kf_str and std::string_view.
#pragma once

#include <string_view>

#include "kongflow/abi/types.h"

namespace kongflow::host {

inline std::string_view view(kf_str text) {
  return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}
inline kf_str to_abi(std::string_view text) {
  return kf_str{text.data(), text.size()};
}

}  // namespace kongflow::host
