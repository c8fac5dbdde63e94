#pragma once

namespace kongflow::host {

enum class ConsoleRole { reader, operator_ };  // a reader looks, an operator acts

inline const char* name_of(ConsoleRole role) {
  return role == ConsoleRole::operator_ ? "operator" : "reader";
}

}  // namespace kongflow::host
