// A plugin's shared object and its checked descriptor.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/config/option.h"
#include "kongflow/abi/plugin.h"

namespace kongflow::host {

// The shared object is never unloaded: copies are cheap and stay valid until the process exits.
struct PluginLibrary {
  std::filesystem::path path;
  const kf_descriptor* descriptor = nullptr;
  std::vector<Option> options;  // of the descriptor

  std::string id() const { return descriptor->id; }
  std::string abi() const;  // "1.0"
};

// Either the library or the reason why the host rejects it, a sentence with the plugin's value and the requirement.
struct LoadedLibrary {
  std::optional<PluginLibrary> library;
  std::string refusal;
};

// Opens the shared object and finds its entry function. Null when that fails; then `refusal` receives the reason.
kf_entry_fn find_plugin_entry(const std::filesystem::path& path, std::string& refusal);

// `expected_id`: the name of the plugin's table in the config file; nullopt: any. Runs only the plugin's static
// initializers and its entry function.
LoadedLibrary load_plugin_library(const std::filesystem::path& path, const std::optional<std::string>& expected_id);

}  // namespace kongflow::host
