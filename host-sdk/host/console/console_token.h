// One token of the console.
#pragma once

#include <string_view>

#include "host/console/digest.h"

namespace kongflow::host {

class ConsoleToken {
 public:
  // An empty token matches nothing.
  explicit ConsoleToken(std::string_view token);
  // Compares in constant time.
  bool is(std::string_view candidate) const;

 private:
  bool empty_;
  Digest digest_;
};

}  // namespace kongflow::host
