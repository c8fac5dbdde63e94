// Serves the files of the web console from memory.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace kongflow::host {

struct Asset {
  std::string content;
  std::string content_type;
  std::string etag;  // of the content, including quotes
};

// All files below a folder, read once at construction, so that no request path can reach other files. Read-only
// afterwards, from any thread.
class AssetFiles {
 public:
  // Empty when the folder does not exist. Does not follow links. Throws std::runtime_error when the files exceed 64 MiB
  // in total.
  explicit AssetFiles(const std::filesystem::path& folder);

  // `path`: "assets/app.js". nullptr when there is no such file.
  const Asset* find(std::string_view path) const;
  bool empty() const { return files_.empty(); }

 private:
  std::map<std::string, Asset, std::less<>> files_;
};

}  // namespace kongflow::host
