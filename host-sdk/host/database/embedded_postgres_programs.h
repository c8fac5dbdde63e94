// Finds PostgreSQL's server programs and the user that runs them.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace kongflow::host {

struct PostgresPrograms {
  std::filesystem::path initdb;
  std::filesystem::path postgres;
};

// Searches `bin_dir`. When it is empty, searches below `versions_dir` for the cluster's major version, or for the
// highest version that is at least 13 when `cluster_major` is 0. Throws std::runtime_error that names the package to
// install.
PostgresPrograms find_postgres_programs(const std::string& bin_dir, int cluster_major,
                                        const std::filesystem::path& versions_dir = "/usr/lib/postgresql");

// The user that runs the server.
struct ServerUser {
  bool switch_user = false;  // this process is root, which PostgreSQL refuses
  std::string name;
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups;
};

// The user "postgres" for root, else the current one. Throws std::runtime_error when "postgres" does not exist.
ServerUser server_user();

// Throws std::runtime_error that names the first folder above `path` that `user` may not enter.
void check_reachable(const std::filesystem::path& path, const ServerUser& user);

}  // namespace kongflow::host
