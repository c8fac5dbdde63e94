#include "host/data_owner.h"

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

void become_owner_of(const std::filesystem::path& data_dir) {
  struct stat folder {};
  if (::geteuid() != 0 || ::stat(data_dir.c_str(), &folder) != 0 || folder.st_uid == 0) return;
  const passwd* user = ::getpwuid(folder.st_uid);
  if (user == nullptr)
    throw std::runtime_error("data_dir " + data_dir.string() + " belongs to the user number " +
                             std::to_string(folder.st_uid) + ", who does not exist");
  if (::initgroups(user->pw_name, user->pw_gid) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)
    throw std::runtime_error("cannot become the user " + std::string(user->pw_name) + ", whose data_dir " +
                             data_dir.string() + " is: " + std::generic_category().message(errno));
  ::setenv("HOME", user->pw_dir, 1);  // where libpq looks for certificates
}

}  // namespace kongflow::host
