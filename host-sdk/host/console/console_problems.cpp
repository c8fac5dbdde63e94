#include "host/console/console_problems.h"

#include <utility>

#include "host/console/password.h"

namespace kongflow::host {

std::vector<std::string> problems_of(const ConsoleSettings& settings) {
  std::vector<std::string> problems;
  if (!settings.enabled) return problems;
  if (settings.listen_everywhere && settings.authentication == "none")
    problems.emplace_back(
        "\"console.listen_everywhere\" needs authentication: everybody who reaches the host would be an operator; set "
        "console.authentication = \"required\"");
  for (const auto& [name, hash] : {std::pair("console.password_hash", &settings.password_hash),
                                   std::pair("console.read_only_password_hash", &settings.read_only_password_hash)})
    if (!hash->empty() && !is_password_hash(*hash))
      problems.push_back("\"" + std::string(name) +
                         "\" must be a hash as kongflow-host console password prints it, not the password itself");
  return problems;
}

}  // namespace kongflow::host
