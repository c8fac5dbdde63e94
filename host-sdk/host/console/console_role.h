#pragma once

namespace kongflow::host {

enum class ConsoleRole { reader, operator_ };  // readers may only read; operators may also modify

inline const char* name_of(ConsoleRole role) {
  return role == ConsoleRole::operator_ ? "operator" : "reader";
}

}  // namespace kongflow::host
