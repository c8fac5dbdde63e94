#include "host/config/include.h"

#include <glob.h>

#include <algorithm>

#include "host/config/option.h"

namespace kongflow::host {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWildcards = "*?[";

std::string without_wildcards(const fs::path& path) {
  std::string out;
  for (const char c : path.string()) {
    if (c == '\\' || kWildcards.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::vector<fs::path> matches(const std::string& pattern, const fs::path& folder) {
  const bool absolute = fs::path(pattern).is_absolute();
  const std::string whole = absolute || folder.empty() ? pattern : without_wildcards(folder) + "/" + pattern;
  glob_t found{};
  std::vector<fs::path> files;
  if (glob(whole.c_str(), 0, nullptr, &found) == 0) files.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  globfree(&found);
  return files;
}

std::vector<fs::path> included_files(const ConfigEntry& include, const fs::path& folder, Problems& problems) {
  Option option;
  option.type = OptionType::list;
  const auto checked = check_value(option, include.value);
  if (!checked.value) return {};  // reported with the other settings
  std::vector<fs::path> files;
  for (const std::string& pattern : std::get<TextList>(*checked.value)) {
    const auto found = matches(pattern, folder);
    if (found.empty() && pattern.find_first_of(kWildcards) == std::string::npos)
      problems.push_back({include.at, "\"include\" names " + pattern + ", which does not exist"});
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

// Removes the setting and adds a problem.
void refuse_include(ConfigDocument& document, const char* reason) {
  auto& entries = document.entries;
  const auto is_include = [](const ConfigEntry& entry) { return entry.key == kIncludeKey; };
  const auto found = std::find_if(entries.begin(), entries.end(), is_include);
  if (found == entries.end()) return;
  document.problems.push_back({found->at, reason});
  entries.erase(found);
}

}  // namespace

ConfigDocument read_with_includes(const fs::path& file, const std::vector<std::string>& overrides) {
  ConfigDocument document = read_document(file);
  std::vector<fs::path> included;
  for (const auto& entry : document.entries)
    if (entry.key == kIncludeKey) included = included_files(entry, file.parent_path(), document.problems);
  for (const auto& path : included) {
    ConfigDocument change = read_document(path);
    refuse_include(change, "an included file cannot include others");
    apply(document, std::move(change));
  }
  for (const auto& text : overrides) {
    ConfigDocument change = read_override(text);
    refuse_include(change, "\"include\" is allowed only in the config file");
    apply(document, std::move(change));
  }
  return document;
}

}  // namespace kongflow::host
