// Formats PostgreSQL arrays as text parameters.
#pragma once

#include <string>
#include <vector>

namespace kongflow::host {

// {"a","b"}: for text[], and for arrays of any type whose text form the values have.
inline std::string array_literal(const std::vector<std::string>& values) {
  std::string literal = "{";
  for (const auto& value : values) {
    literal += literal.size() > 1 ? ",\"" : "\"";
    for (const char c : value) {
      if (c == '"' || c == '\\') literal += '\\';
      literal += c;
    }
    literal += '"';
  }
  return literal + "}";
}

}  // namespace kongflow::host
