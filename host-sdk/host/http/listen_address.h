// Where the server listens, as the config names it.
#pragma once

#include <string>

namespace kongflow::host {

struct ListenAddress {
  std::string host;  // a name or an address, without brackets
  std::string port;  // decimal

  // Of "host:port" or "[v6 address]:port". Throws std::runtime_error with a sentence for people.
  static ListenAddress parse(const std::string& text);
};

}  // namespace kongflow::host
