// A plugin of the tests, in a host without database and listener.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "host/plugins/plugin_runtime.h"
#include "support/temporary_folder.h"

namespace kongflow::testing {

// The config file's table of one plugin, loaded and, if that went well, ready to start.
class LoadedPlugin {
 public:
  // `settings`: further lines of the table.
  explicit LoadedPlugin(const std::filesystem::path& library, const std::string& id = "broken",
                        const std::string& settings = "")
      : library_(library), id_(id), log_(lines_, host::LogLevel::debug, host::LogFormat::json), runtime_(log_) {
    problems_ = runtime_.plugins.load(config(settings), "/");
  }
  LoadedPlugin(const LoadedPlugin&) = delete;

  host::Config config(const std::string& settings) const {
    const TemporaryFolder folder;
    const auto file = folder.path() / "kongflow.toml";
    std::ofstream(file) << "[plugins." << id_ << "]\npath = \"" << library_.string() << "\"\n" << settings;
    return host::read_config(file, {});
  }

  bool loaded() const { return problems_.empty(); }
  // All problems of loading, else of starting; empty: none.
  std::string refusal() {
    std::string text;
    for (const auto& problem : problems_) text += problem.message + "\n";
    if (loaded())
      for (const auto& problem : runtime_.plugins.start()) text += problem + "\n";
    return text;
  }

  host::PluginRuntime& runtime() { return runtime_; }
  std::string log() const { return lines_.str(); }

 private:
  const std::filesystem::path library_;
  const std::string id_;
  std::ostringstream lines_;
  host::Log log_;
  host::PluginRuntime runtime_;
  host::Problems problems_;
};

inline std::filesystem::path broken_plugin(const std::string& name) {
  return std::filesystem::path(BROKEN_PLUGINS) / (name + ".so");
}

}  // namespace kongflow::testing
