#include "host/config/console_settings.h"

#include <regex>
#include <string>
#include <utility>

namespace kongflow::host {

std::vector<std::string> problems_of(const ConsoleSettings& settings) {
  std::vector<std::string> problems;
  if (!settings.enabled) return problems;
  if (settings.listen_everywhere && settings.authentication == "none")
    problems.emplace_back(
        "\"console.listen_everywhere\" needs authentication, otherwise every client of the host is an operator; set "
        "console.authentication = \"required\"");
  for (const auto& [name, hash] : {std::pair("console.password_hash", &settings.password_hash),
                                   std::pair("console.read_only_password_hash", &settings.read_only_password_hash)})
    if (!hash->empty() && !is_password_hash(*hash))
      problems.push_back("\"" + std::string(name) +
                         "\" must be a hash as kongflow-host console password prints it, not the password itself");
  return problems;
}

bool is_password_hash(std::string_view text) {
  // argon2 requires at least 8 bytes of salt and 4 bytes of hash; base64 without padding.
  static const std::regex kHash(
      R"(\$argon2id\$v=19\$m=([0-9]{1,10}),t=([0-9]{1,10}),p=([0-9]{1,8})\$([A-Za-z0-9+/]{11,})\$([A-Za-z0-9+/]{6,}))");
  constexpr std::size_t kLongest = 512;
  constexpr unsigned long long kMaxParameter = 0xFFFFFFFF, kMaxLanes = 0xFFFFFF;
  std::cmatch parts;
  if (text.size() > kLongest || !std::regex_match(text.data(), text.data() + text.size(), parts, kHash)) return false;
  const auto memory_kib = std::stoull(parts[1]), passes = std::stoull(parts[2]), lanes = std::stoull(parts[3]);
  const auto is_base64 = [](std::size_t length) { return length % 4 != 1; };
  return passes >= 1 && passes <= kMaxParameter && lanes >= 1 && lanes <= kMaxLanes && memory_kib >= 8 * lanes &&
         memory_kib <= kMaxParameter && is_base64(parts[4].str().size()) && is_base64(parts[5].str().size());
}

}  // namespace kongflow::host
