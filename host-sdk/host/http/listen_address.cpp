#include "host/http/listen_address.h"

#include <charconv>
#include <cstdint>
#include <stdexcept>

namespace kongflow::host {

ListenAddress ListenAddress::parse(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  const std::string port = colon == std::string::npos ? "" : text.substr(colon + 1);
  std::string host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string::npos) {
    host.clear();
  }

  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (host.empty() || error != std::errc() || end != port.data() + port.size())
    throw std::runtime_error("[http] listen is \"" + text +
                             "\", but it must be host:port, for instance 127.0.0.1:3040 or [::1]:3040.");
  return {host, port};
}

}  // namespace kongflow::host
