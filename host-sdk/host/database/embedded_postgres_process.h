// Starts PostgreSQL's programs and finds running ones.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/database/embedded_postgres_programs.h"

namespace kongflow::host {

// Starts argv[0] (a path, no shell) as `user`, in a new session, in the folder `directory`, with a small fixed
// environment. Its standard input is /dev/null and its output is `output_fd`; all other descriptors are closed except
// `lock_fd`, which the process and its children hold until they exit. The process receives `parent_death_signal` when
// the calling thread ends. Signals sent immediately after the start terminate it; they never reach this process's
// handlers. Throws std::runtime_error.
pid_t start_process(const std::vector<std::string>& argv, const ServerUser& user,
                    const std::filesystem::path& directory, int output_fd, int lock_fd, int parent_death_signal);

// Time limits for a fast and an immediate shutdown of a server.
inline constexpr std::chrono::seconds kFastStopLimit{30};
inline constexpr std::chrono::seconds kImmediateStopLimit{10};

// The wait status of `child`; nullopt while it runs.
std::optional<int> try_wait(pid_t child);
int wait_for(pid_t child);

// PostgreSQL processes (server and backends) that use this cluster's folder.
std::vector<pid_t> postgres_processes_in(const std::filesystem::path& cluster);

// Contents of a server's postmaster.pid.
struct PostmasterFile {
  pid_t pid = 0;
  std::string port;
  std::string socket_dir;
  bool ready = false;
};
std::optional<PostmasterFile> read_postmaster_file(const std::filesystem::path& cluster);

}  // namespace kongflow::host
