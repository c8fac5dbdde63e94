#include "client/ip_text.h"

#include <arpa/inet.h>

namespace kongflow::endpoints {

using Poco::Net::IPAddress;

std::optional<IPAddress> parse_ip(const std::string& text) {
  in_addr v4{};
  if (inet_pton(AF_INET, text.c_str(), &v4) == 1) return IPAddress(&v4, sizeof(v4));
  in6_addr v6{};
  if (inet_pton(AF_INET6, text.c_str(), &v6) == 1) return IPAddress(&v6, sizeof(v6));
  return std::nullopt;
}

std::string ip_text(const IPAddress& address) {
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(address.af(), address.addr(), text, sizeof(text));
  return text;
}

}  // namespace kongflow::endpoints
