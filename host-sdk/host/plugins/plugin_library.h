// A plugin's shared object and its checked descriptor.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/config/option.h"
#include "kongflow/abi/plugin.h"

namespace kongflow::host {

// Never unloaded: copies are cheap and valid until the process ends.
struct PluginLibrary {
  std::filesystem::path path;
  const kf_descriptor* descriptor = nullptr;
  std::vector<Option> options;  // of the descriptor

  std::string id() const { return descriptor->id; }
  std::string abi() const;  // "1.0"
};

// Exactly one of both: the library, or the sentence that says why the host refuses it, both sides named.
struct LoadedLibrary {
  std::optional<PluginLibrary> library;
  std::string refusal;
};

// Opens the shared object and finds its entry function; null, and the reason in `refusal`, when it has none.
kf_entry_fn find_plugin_entry(const std::filesystem::path& path, std::string& refusal);

// `expected_id` is the name of the plugin's table in the config file; nullopt: any. Runs nothing of the plugin but its
// static initializers and its entry function.
LoadedLibrary load_plugin_library(const std::filesystem::path& path, const std::optional<std::string>& expected_id);

}  // namespace kongflow::host
