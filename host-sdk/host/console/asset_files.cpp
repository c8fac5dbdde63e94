#include "host/console/asset_files.h"

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "host/base/hex.h"
#include "host/console/digest.h"

namespace kongflow::host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxBytes = std::size_t{64} * 1024 * 1024;

std::string_view type_of(const fs::path& file) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> types{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".json", "application/json; charset=utf-8"},
      {".map", "application/json; charset=utf-8"},
  }};
  const std::string extension = file.extension();
  for (const auto& [known, type] : types)
    if (known == extension) return type;
  return "text/plain; charset=utf-8";
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(in), {}};
  if (!in) throw std::runtime_error("the console's file " + file.string() + " cannot be read");
  return content;
}

}  // namespace

AssetFiles::AssetFiles(const fs::path& folder) {
  if (!fs::is_directory(folder)) return;
  std::size_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_symlink() || !entry.is_regular_file()) continue;
    std::string content = content_of(entry.path());
    bytes += content.size();
    if (bytes > kMaxBytes)
      throw std::runtime_error("the folder " + folder.string() + " is too large for the console's files");
    std::string etag = '"' + hex(digest_of(content)).substr(0, 32) + '"';
    files_.emplace(fs::relative(entry.path(), folder).generic_string(),
                   Asset{std::move(content), std::string(type_of(entry.path())), std::move(etag)});
  }
}

const Asset* AssetFiles::find(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace kongflow::host
