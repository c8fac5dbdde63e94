#include <regex>
#include <set>

#include "host/plugins/plugin_descriptor.h"
#include "host/plugins/plugin_library.h"
#include "host/validate/groups.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

const kf_descriptor* descriptor_of(const Subject& subject) {
  trace_step("the entry function");
  std::string refusal;
  const auto entry = find_plugin_entry(subject.plugin, refusal);
  if (entry == nullptr) throw Skipped(refusal);
  return entry();
}

Verdict of(const std::string& problem) {
  return problem.empty() ? Verdict{} : Verdict{Outcome::failed, problem};
}

Verdict header(const Subject& subject) {
  return of(header_problem(descriptor_of(subject)));
}

Verdict names(const Subject& subject) {
  const auto* descriptor = descriptor_of(subject);
  if (const auto problem = names_problem(descriptor); !problem.empty()) return of(problem);
  for (const auto& [what, text] :
       {std::pair("name", descriptor->name), {"version", descriptor->version}, {"build", descriptor->build}})
    if (*text == '\0') return of(std::string("its ") + what + " is empty");
  return {};
}

Verdict version(const Subject& subject) {
  static const std::regex semantic(
      R"((0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?)");
  const std::string text = descriptor_of(subject)->version;
  if (std::regex_match(text, semantic)) return {};
  return of("its version is \"" + printable(text, 80) + "\"; a semantic version is, for instance, 1.2.3 or 1.2.3-rc.1");
}

Verdict services(const Subject& subject) {
  const auto* descriptor = descriptor_of(subject);
  std::set<std::string> seen;
  for (auto id = descriptor->requires_services; id != nullptr && *id != nullptr; ++id)
    if (!seen.insert(*id).second) return of(std::string("it requires the service ") + *id + " twice");
  return of(services_problem(descriptor));
}

Verdict options(const Subject& subject) {
  std::vector<Option> read;
  if (const auto problem = options_problem(descriptor_of(subject), read); !problem.empty()) return of(problem);
  for (const Option& option : read) {
    if (option.minimum > option.maximum) return of("the bounds of its option \"" + option.name + "\" are reversed");
    if (option.secret && option.default_value && !option.default_value->empty())
      return {Outcome::warning, "its secret option \"" + option.name + "\" has a default, which is public"};
    if (option.required && option.default_value)
      return {Outcome::warning,
              "its option \"" + option.name + "\" is required, but its default makes that meaningless"};
  }
  return {};
}

Verdict docs(const Subject& subject) {
  std::vector<Option> read;
  if (const auto problem = options_problem(descriptor_of(subject), read); !problem.empty()) throw Skipped(problem);
  for (const Option& option : read)
    if (option.doc.empty()) return of("its option \"" + option.name + "\" has no description");
  return {};
}

}  // namespace

std::vector<Check> descriptor_checks() {
  const std::string abi = "descriptor.abi", named = "descriptor.names", typed = "descriptor.options";
  return {
      {abi, "Its magic number, size and ABI match this host.", {"entry.exported"}, &header},
      {named, "It has an id, a name, a version, a build and a create function.", {abi}, &names},
      {"descriptor.version", "The version is a semantic one.", {named}, &version},
      {"descriptor.services", "It requires only services that this host offers, each once.", {abi}, &services},
      {typed, "Options have usable names, known types, and defaults of their type.", {abi}, &options},
      {"descriptor.docs", "Every option has a description.", {typed}, &docs},
  };
}

}  // namespace kongflow::host::validate
