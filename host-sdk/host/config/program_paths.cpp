#include "host/config/program_paths.h"

#include <system_error>

namespace kongflow::host {
namespace {

namespace fs = std::filesystem;

fs::path found(const fs::path& configured, const char* in_build_tree, const char* installed) {
  if (!configured.empty()) return fs::absolute(configured);
  const fs::path prefix = fs::read_symlink("/proc/self/exe").parent_path().parent_path();
  std::error_code ignored;  // treats an inaccessible folder as missing
  return fs::is_directory(prefix / in_build_tree, ignored) ? prefix / in_build_tree : prefix / installed;
}

}  // namespace

fs::path plugin_dir(const Settings& settings) {
  return found(settings.plugin_dir, "plugins", "lib/kongflow/plugins");
}

fs::path sql_dir(const Settings& settings) {
  return found(settings.sql_dir, "sql", "share/kongflow/sql");
}

fs::path console_dir(const Settings& settings) {
  return found(settings.console.assets_dir, "share/kongflow/console", "share/kongflow/console");
}

}  // namespace kongflow::host
