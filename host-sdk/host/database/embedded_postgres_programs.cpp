#include "host/database/embedded_postgres_programs.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace kongflow::host {
namespace fs = std::filesystem;
namespace {

constexpr int kOldestMajor = 13;

bool complete(const fs::path& dir) {
  return ::access((dir / "postgres").c_str(), X_OK) == 0 && ::access((dir / "initdb").c_str(), X_OK) == 0;
}

int major_of(const std::string& name) {
  int major = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), major);
  return error == std::errc() && end == name.data() + name.size() ? major : 0;
}

bool may_enter(const struct stat& folder, const ServerUser& user) {
  if (folder.st_uid == user.uid) return (folder.st_mode & S_IXUSR) != 0;
  if (std::find(user.groups.begin(), user.groups.end(), folder.st_gid) != user.groups.end())
    return (folder.st_mode & S_IXGRP) != 0;
  return (folder.st_mode & S_IXOTH) != 0;
}

}  // namespace

PostgresPrograms find_postgres_programs(const std::string& bin_dir, int cluster_major, const fs::path& versions_dir) {
  if (!bin_dir.empty()) {
    if (!complete(bin_dir))
      throw std::runtime_error(
          "database.bin_dir is " + bin_dir +
          ", but the programs postgres and initdb are not there; name the folder that holds them.");
    return {fs::path(bin_dir) / "initdb", fs::path(bin_dir) / "postgres"};
  }
  int best = 0;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(versions_dir, ignored)) {
    const int major = major_of(entry.path().filename());
    if (major < kOldestMajor || !complete(entry.path() / "bin")) continue;
    if (cluster_major == 0 ? major > best : major == cluster_major) best = major;
  }
  if (best == 0 && cluster_major != 0) {
    const std::string major = std::to_string(cluster_major);
    throw std::runtime_error("The embedded database was created by PostgreSQL " + major +
                             ", whose programs are not installed: install the package postgresql-" + major +
                             ", or move the data to a newer version with pg_upgrade.");
  }
  if (best == 0)
    throw std::runtime_error("No PostgreSQL " + std::to_string(kOldestMajor) + " or newer was found below " +
                             versions_dir.string() +
                             ": install the package postgresql, set database.bin_dir to the folder of its programs, "
                             "or set database.url to use another server.");
  const fs::path bin = versions_dir / std::to_string(best) / "bin";
  return {bin / "initdb", bin / "postgres"};
}

ServerUser server_user() {
  ServerUser user;
  user.switch_user = ::geteuid() == 0;
  const passwd* entry = user.switch_user ? ::getpwnam("postgres") : ::getpwuid(::geteuid());
  if (entry == nullptr) {
    if (user.switch_user)
      throw std::runtime_error(
          "PostgreSQL does not run as root, and the user postgres does not exist: install the package postgresql, run "
          "the host as another user, or set database.url.");
    user.uid = ::geteuid();
    user.gid = ::getegid();
    user.name = std::to_string(user.uid);
    return user;
  }
  user.name = entry->pw_name;
  user.uid = entry->pw_uid;
  user.gid = entry->pw_gid;
  int count = 64;
  user.groups.resize(static_cast<std::size_t>(count));
  if (::getgrouplist(entry->pw_name, user.gid, user.groups.data(), &count) < 0) {
    user.groups.resize(static_cast<std::size_t>(count));
    ::getgrouplist(entry->pw_name, user.gid, user.groups.data(), &count);
  }
  user.groups.resize(static_cast<std::size_t>(count));
  return user;
}

void check_reachable(const fs::path& path, const ServerUser& user) {
  if (!user.switch_user) return;
  fs::path folder = path.root_path();
  for (const auto& part : path.relative_path()) {
    folder /= part;
    struct stat info = {};
    if (::stat(folder.c_str(), &info) != 0 || may_enter(info, user)) continue;
    throw std::runtime_error("The embedded database runs as the user " + user.name + ", who may not enter " +
                             folder.string() +
                             ": set data_dir to a folder below one that every user may enter (for "
                             "instance /var/lib/kongflow), or set database.url.");
  }
}

}  // namespace kongflow::host
