#include "host/plugins/plugin_descriptor.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>

#include "host/base/names.h"
#include "host/config/config.h"
#include "host/plugins/services/plugin_host.h"

namespace kongflow::host {
namespace {

std::string hex(std::uint32_t number) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%08X", number);
  return text;
}

}  // namespace

std::string abi_text(unsigned major, unsigned minor) {
  return std::to_string(major) + "." + std::to_string(minor);
}

std::string header_problem(const kf_descriptor* descriptor) {
  if (descriptor == nullptr) return "its entry function returned no descriptor";
  if (descriptor->magic != KF_MAGIC)
    return "its descriptor begins with " + hex(descriptor->magic) + ", but a KongFlow plugin's begins with " +
           hex(KF_MAGIC);
  if (descriptor->abi_major != KF_ABI_MAJOR)
    return "it is built for ABI " + abi_text(descriptor->abi_major, descriptor->abi_minor) + ", this host speaks " +
           abi_text(KF_ABI_MAJOR, KF_ABI_MINOR) + "; build it with the headers of this host";
  if (descriptor->need_minor > KF_ABI_MINOR)
    return "it needs ABI " + abi_text(KF_ABI_MAJOR, descriptor->need_minor) + " or later, this host speaks " +
           abi_text(KF_ABI_MAJOR, KF_ABI_MINOR) + "; update the host";
  if (!KF_HAS(descriptor, create))
    return "its descriptor has " + std::to_string(descriptor->struct_size) + " bytes, this host reads " +
           std::to_string(sizeof(kf_descriptor));
  return {};
}

std::string names_problem(const kf_descriptor* descriptor) {
  const std::string id = descriptor->id == nullptr ? "" : descriptor->id;
  if (!is_plugin_id(id)) return "its id is \"" + id + "\", but an id is 1 to 32 of a-z, 0-9 and -, the first a letter";
  if (descriptor->name == nullptr || descriptor->version == nullptr || descriptor->build == nullptr)
    return "its descriptor lacks a name, a version or a build";
  if (descriptor->create == nullptr) return "its descriptor has no create function";
  return {};
}

std::string services_problem(const kf_descriptor* descriptor) {
  const auto& offered = service_ids();
  for (auto wanted = descriptor->requires_services; wanted != nullptr && *wanted != nullptr; ++wanted)
    if (std::find(offered.begin(), offered.end(), *wanted) == offered.end()) {
      std::string all;
      for (const auto& id : offered) all += (all.empty() ? "" : ", ") + id;
      return std::string("it requires the service ") + *wanted + ", this host offers " + all;
    }
  return {};
}

std::string options_problem(const kf_descriptor* descriptor, std::vector<Option>& options) {
  if (descriptor->option_count > 0 && descriptor->options == nullptr) return "its descriptor lacks its options";
  const auto* next = reinterpret_cast<const char*>(descriptor->options);
  for (std::size_t i = 0; i < descriptor->option_count; ++i) {
    const auto* raw = reinterpret_cast<const kf_config_option*>(next);
    std::string problem;
    auto option = option_from_abi(raw, problem);
    if (!option) return problem;
    const auto same_name = [&](const Option& other) { return other.name == option->name; };
    const auto& reserved = reserved_plugin_options();
    if (std::any_of(reserved.begin(), reserved.end(), same_name))
      return "it declares the option \"" + option->name + "\", which is the host's";
    if (std::any_of(options.begin(), options.end(), same_name))
      return "it declares the option \"" + option->name + "\" twice";
    options.push_back(std::move(*option));
    next += raw->struct_size;
  }
  return {};
}

}  // namespace kongflow::host
