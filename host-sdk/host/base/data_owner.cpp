#include "host/base/data_owner.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <system_error>

namespace kongflow::host {
namespace {

namespace fs = std::filesystem;

// The first folder above `path` that this process may not enter; `path` itself when there is none.
fs::path closed_part(const fs::path& path) {
  fs::path folder = path.root_path();
  for (const auto& part : path.relative_path()) {
    folder /= part;
    if (::access(folder.c_str(), X_OK) != 0) break;
  }
  return folder;
}

}  // namespace

void become_owner_of(const fs::path& data_dir, const std::vector<fs::path>& needed) {
  struct stat folder {};
  if (::geteuid() != 0 || ::stat(data_dir.c_str(), &folder) != 0 || folder.st_uid == 0) return;
  const passwd* user = ::getpwuid(folder.st_uid);
  if (user == nullptr)
    throw std::runtime_error("data_dir " + data_dir.string() + " belongs to the user ID " +
                             std::to_string(folder.st_uid) + ", which has no user name: change the folder's owner");
  if (::initgroups(user->pw_name, user->pw_gid) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)
    throw std::runtime_error("cannot switch to the user " + std::string(user->pw_name) + ", the owner of data_dir " +
                             data_dir.string() + ": " + std::generic_category().message(errno));
  ::setenv("HOME", user->pw_dir, 1);  // libpq reads certificates from there
  for (const fs::path& path : needed)
    if (::access(path.c_str(), R_OK) != 0 && errno == EACCES)
      throw std::runtime_error("data_dir " + data_dir.string() + " belongs to the user " + user->pw_name +
                               ", so the host runs as that user, who may not read " + closed_part(path).string() +
                               ", which is needed for " + path.string() +
                               ": install the program where every user may read it, or change the folder's mode");
}

}  // namespace kongflow::host
