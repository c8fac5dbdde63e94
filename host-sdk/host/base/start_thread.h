// Starts threads, and reports when the system starts no more.
#pragma once

#include <functional>
#include <thread>

namespace kongflow::host {

// Advice for operators when the system starts no more threads or processes; a sentence.
inline constexpr char kProcessLimitAdvice[] =
    "Raise the limit on processes and threads: ulimit -u of the user, pids.max of the container or cgroup, or TasksMax "
    "of the systemd unit.";

// Throws std::runtime_error with a sentence when the system starts no more threads.
std::thread start_thread(std::function<void()> work);

}  // namespace kongflow::host
