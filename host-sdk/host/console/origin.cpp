#include "host/console/origin.h"

#include <boost/asio/ip/address.hpp>
#include <string>

#include "host/http/http_message.h"

namespace kongflow::host {

bool same_origin(std::string_view origin, std::string_view host) {
  if (origin.empty()) return true;
  const auto scheme_end = origin.find("://");
  if (scheme_end == std::string_view::npos || host.empty()) return false;
  const std::string scheme = lower_case(origin.substr(0, scheme_end));
  const std::string_view standard_port = scheme == "https" ? ":443" : ":80";
  const auto without_standard_port = [&](std::string_view authority) {
    std::string text = lower_case(authority);
    if (text.size() > standard_port.size() &&
        text.compare(text.size() - standard_port.size(), standard_port.size(), standard_port) == 0)
      text.resize(text.size() - standard_port.size());
    return text;
  };
  return (scheme == "http" || scheme == "https") &&
         without_standard_port(origin.substr(scheme_end + 3)) == without_standard_port(host);
}

bool names_loopback(std::string_view host) {
  const bool bracketed = !host.empty() && host.front() == '[';
  const auto end = bracketed ? host.find(']') : host.find(':');
  if (bracketed && end == std::string_view::npos) return false;
  const std::string name = lower_case(bracketed ? host.substr(1, end - 1) : host.substr(0, end));
  if (name == "localhost") return true;
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(name, error);
  return !error && address.is_loopback();
}

}  // namespace kongflow::host
