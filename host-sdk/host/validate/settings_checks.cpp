#include "host/validate/groups.h"
#include "host/validate/trial.h"

namespace kongflow::host::validate {
namespace {

Verdict are_complete(const Subject& subject) {
  const PluginLibrary library = load(subject);
  Problems problems;
  settings_of(subject, library, problems);
  if (problems.empty()) return {};
  if (subject.config.empty() && subject.overrides.empty())
    return {Outcome::skipped, problems.front().text() + " Pass the settings with --config FILE"};
  std::string all;
  for (const auto& problem : problems) all += (all.empty() ? "" : "; ") + problem.text();
  return {Outcome::failed, all};
}

}  // namespace

std::vector<Check> settings_checks() {
  return {{"settings.complete",
           "Its defaults, or the settings from --config, are complete.",
           {"descriptor.abi", "descriptor.names", "descriptor.services", "descriptor.options"},
           &are_complete}};
}

}  // namespace kongflow::host::validate
