// The files of the web console.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace kongflow::host {

struct Asset {
  std::string content;
  std::string content_type;
  std::string etag;  // of the content, with its quotes
};

// All files below a folder, read once: a path that is not one of theirs leads nowhere. Read from any thread.
class AssetFiles {
 public:
  // Empty when there is no such folder. Links are not followed; more than 64 MiB in all are refused with
  // std::runtime_error.
  explicit AssetFiles(const std::filesystem::path& folder);

  // `path`: "assets/app.js". nullptr: there is no such file.
  const Asset* find(std::string_view path) const;
  bool empty() const { return files_.empty(); }

 private:
  std::map<std::string, Asset, std::less<>> files_;
};

}  // namespace kongflow::host
