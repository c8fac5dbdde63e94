// Starting PostgreSQL's programs, and finding those that run.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/database/embedded_postgres_programs.h"

namespace kongflow::host {

// Starts argv[0] (a path, no shell) as `user`, in a session of its own, in the folder `directory`, with a small fixed
// environment, nothing open but /dev/null, `output_fd` as its output and `lock_fd`, which it and its children hold
// until they end. It gets `parent_death_signal` when the calling thread ends. A signal that is sent to it at once ends
// it, and never reaches a handler of this process. Throws std::runtime_error.
pid_t start_process(const std::vector<std::string>& argv, const ServerUser& user,
                    const std::filesystem::path& directory, int output_fd, int lock_fd, int parent_death_signal);

// How long a server may take for its fast and for its immediate shutdown.
inline constexpr std::chrono::seconds fast_stop_limit{30};
inline constexpr std::chrono::seconds immediate_stop_limit{10};

// The wait status of `child` once it has ended.
std::optional<int> try_wait(pid_t child);
int wait_for(pid_t child);

// The PostgreSQL processes (server and backends) that work in this cluster's folder.
std::vector<pid_t> postgres_processes_in(const std::filesystem::path& cluster);

// What a server writes into its postmaster.pid.
struct PostmasterFile {
  pid_t pid = 0;
  std::string port;
  std::string socket_dir;
  bool ready = false;
};
std::optional<PostmasterFile> read_postmaster_file(const std::filesystem::path& cluster);

}  // namespace kongflow::host
