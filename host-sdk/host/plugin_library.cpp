#include "host/plugin_library.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstddef>

#include "host/config/config.h"
#include "host/names.h"
#include "host/services/plugin_host.h"

namespace kongflow::host {
namespace {

std::string version(unsigned major, unsigned minor) {
  return std::to_string(major) + "." + std::to_string(minor);
}

std::string hex(std::uint32_t number) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%08X", number);
  return text;
}

// The first words never move: they are readable in every descriptor there will ever be.
std::string check_first_words(const kf_descriptor* descriptor) {
  if (descriptor == nullptr) return "its entry function returns no descriptor";
  if (descriptor->magic != KF_MAGIC)
    return "its descriptor begins with " + hex(descriptor->magic) + ", a KongFlow plugin's with " + hex(KF_MAGIC);
  if (descriptor->abi_major != KF_ABI_MAJOR)
    return "it is built for ABI " + version(descriptor->abi_major, descriptor->abi_minor) + ", this host speaks " +
           version(KF_ABI_MAJOR, KF_ABI_MINOR) + "; build it with the headers of this host";
  if (descriptor->need_minor > KF_ABI_MINOR)
    return "it needs ABI " + version(KF_ABI_MAJOR, descriptor->need_minor) + " or later, this host speaks " +
           version(KF_ABI_MAJOR, KF_ABI_MINOR) + "; update the host";
  if (!KF_HAS(descriptor, create))
    return "its descriptor has " + std::to_string(descriptor->struct_size) + " bytes, this host reads " +
           std::to_string(sizeof(kf_descriptor));
  return {};
}

std::string check_names(const kf_descriptor* descriptor, const std::string& expected_id) {
  const std::string id = descriptor->id == nullptr ? "" : descriptor->id;
  if (!is_plugin_id(id)) return "its id is \"" + id + "\", but an id is 1 to 32 of a-z, 0-9 and -, the first a letter";
  if (id != expected_id) return "its id is \"" + id + "\", the config file calls it \"" + expected_id + "\"";
  if (descriptor->name == nullptr || descriptor->version == nullptr || descriptor->build == nullptr)
    return "its descriptor lacks a name, a version or a build";
  if (descriptor->create == nullptr) return "its descriptor has no create function";
  return {};
}

std::string check_services(const kf_descriptor* descriptor) {
  const auto& offered = service_ids();
  for (auto wanted = descriptor->requires_services; wanted != nullptr && *wanted != nullptr; ++wanted)
    if (std::find(offered.begin(), offered.end(), *wanted) == offered.end()) {
      std::string all;
      for (const auto& id : offered) all += (all.empty() ? "" : ", ") + id;
      return std::string("it requires the service ") + *wanted + ", this host offers " + all;
    }
  return {};
}

std::string read_options(const kf_descriptor* descriptor, std::vector<Option>& options) {
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

kf_entry_fn find_entry(const std::filesystem::path& path, std::string& refusal) {
  if (!std::filesystem::is_regular_file(path)) {
    refusal = "there is no such file";
    return nullptr;
  }
  void* handle = dlopen(std::filesystem::absolute(path).c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (handle == nullptr) {
    refusal = dlerror();
    return nullptr;
  }
  const auto entry = reinterpret_cast<kf_entry_fn>(dlsym(handle, KF_ENTRY_SYMBOL));
  if (entry == nullptr) refusal = "it is no KongFlow plugin: it has no function " KF_ENTRY_SYMBOL;
  return entry;
}

std::string check(const kf_descriptor* descriptor, const std::string& expected_id, std::vector<Option>& options) {
  std::string refusal = check_first_words(descriptor);
  if (refusal.empty()) refusal = check_names(descriptor, expected_id);
  if (refusal.empty()) refusal = check_services(descriptor);
  if (refusal.empty()) refusal = read_options(descriptor, options);
  return refusal;
}

}  // namespace

std::string PluginLibrary::abi() const {
  return version(descriptor->abi_major, descriptor->abi_minor);
}

LoadedLibrary load_plugin_library(const std::filesystem::path& path, const std::string& expected_id) {
  PluginLibrary library;
  library.path = path;
  std::string refusal;
  if (const auto entry = find_entry(path, refusal)) {
    library.descriptor = entry();
    refusal = check(library.descriptor, expected_id, library.options);
  }
  if (refusal.empty()) return {library, ""};
  return {std::nullopt, "the plugin " + path.string() + " is refused: " + refusal};
}

}  // namespace kongflow::host
