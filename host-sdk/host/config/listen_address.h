// Where the server listens, as the config names it.
#pragma once

#include <optional>
#include <string>

namespace kongflow::host {

struct ListenAddress {
  std::string host;  // a name or an address, without brackets
  std::string port;  // decimal
  std::string path;  // of a unix socket; host and port are empty then

  // Of "host:port", "[v6 address]:port" or "unix:/path". Nullopt when it is none of them.
  static std::optional<ListenAddress> parse(const std::string& text);
  // What is wrong with an address, for people; empty: nothing.
  static std::string problem(const std::string& text);
};

}  // namespace kongflow::host
