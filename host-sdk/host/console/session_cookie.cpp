#include "host/console/session_cookie.h"

namespace kongflow::host {
namespace {

constexpr std::string_view kName = "kongflow_console";
constexpr std::string_view kScope = "; HttpOnly; SameSite=Strict; Path=/console";

}  // namespace

std::optional<std::string> session_key(std::string_view header) {
  while (!header.empty()) {
    std::string_view pair = header.substr(0, header.find(';'));
    header.remove_prefix(pair.size() < header.size() ? pair.size() + 1 : header.size());
    while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
    if (pair.size() > kName.size() && pair.substr(0, kName.size()) == kName && pair[kName.size()] == '=')
      return std::string(pair.substr(kName.size() + 1));
  }
  return std::nullopt;
}

std::string session_cookie(const std::string& key, bool secure) {
  return std::string(kName) + "=" + key + std::string(kScope) + (secure ? "; Secure" : "");
}

std::string removed_session_cookie() {
  return std::string(kName) + "=" + std::string(kScope) + "; Max-Age=0";
}

}  // namespace kongflow::host
