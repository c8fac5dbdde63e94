#include "host/config/listen_address.h"

#include <sys/un.h>

#include <charconv>
#include <cstdint>

namespace kongflow::host {
namespace {

constexpr std::string_view kUnixPrefix = "unix:";
constexpr std::size_t kMaxPathBytes = sizeof(sockaddr_un::sun_path) - 1;

bool is_port(const std::string& text) {
  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::optional<ListenAddress> ListenAddress::parse(const std::string& text) {
  if (text.compare(0, kUnixPrefix.size(), kUnixPrefix) == 0) {
    std::string path = text.substr(kUnixPrefix.size());
    if (path.empty() || path.size() > kMaxPathBytes) return std::nullopt;
    return ListenAddress{"", "", std::move(path)};
  }
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || !is_port(text.substr(colon + 1))) return std::nullopt;
  std::string host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  } else if (host.empty() || host.find(':') != std::string::npos) {
    return std::nullopt;
  }
  return ListenAddress{std::move(host), text.substr(colon + 1), ""};
}

std::string ListenAddress::problem(const std::string& text) {
  if (parse(text)) return {};
  return "names \"" + text +
         "\", but an address must be host:port, for instance 127.0.0.1:3040 or [::1]:3040, or unix:/path of at most " +
         std::to_string(kMaxPathBytes) + " bytes";
}

}  // namespace kongflow::host
