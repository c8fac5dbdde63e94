// An address that the server listens on, as written in the config file.
#pragma once

#include <optional>
#include <string>

namespace kongflow::host {

struct ListenAddress {
  std::string host;  // a name or an address, without brackets
  std::string port;  // decimal
  std::string path;  // of a unix socket; then host and port are empty

  // Parses "host:port", "[v6 address]:port" or "unix:/path". Nullopt for any other text.
  static std::optional<ListenAddress> parse(const std::string& text);
  // Describes the problem of an address for operators; empty: it is valid.
  static std::string problem(const std::string& text);
};

}  // namespace kongflow::host
