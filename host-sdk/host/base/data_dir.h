// The data folder of one running host.
#pragma once

#include <filesystem>
#include <string>

namespace kongflow::host {

// Creates the folder and its missing parents. As root, every user may enter the new folders regardless of the
// umask, because the embedded PostgreSQL runs as another user. Throws std::runtime_error with a sentence.
void create_data_dir(const std::filesystem::path& path);

class DataDir {
 public:
  // Creates the folder (create_data_dir) and locks it until destruction. Throws std::runtime_error with a sentence when
  // another host uses the folder or it is not writable.
  explicit DataDir(const std::filesystem::path& path);
  ~DataDir();  // removes host.json
  DataDir(const DataDir&) = delete;
  DataDir& operator=(const DataDir&) = delete;

  const std::filesystem::path& path() const { return path_; }

  // Writes host.json, {"pid", "url"} of the listening host, atomically.
  void announce(const std::string& url);
  void withdraw() noexcept;

  std::filesystem::path token_file() const { return path_ / "console-token"; }
  struct TokenFile {
    std::string token;
    bool created = false;  // just now
  };
  // The secret in the token file (0600), made when there is none.
  TokenFile console_token() const;

 private:
  const std::filesystem::path path_;
  int lock_fd_ = -1;
};

}  // namespace kongflow::host
