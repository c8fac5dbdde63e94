// Starting threads on a system that may refuse to.
#pragma once

#include <functional>
#include <thread>

namespace kongflow::host {

// What to do when the system starts no more threads or processes; a sentence.
inline constexpr char process_limit_advice[] =
    "Raise the limit on processes and threads: ulimit -u of the user, pids.max of the container or cgroup, or TasksMax "
    "of the systemd unit.";

// Throws std::runtime_error with a sentence when the system starts no more threads.
std::thread start_thread(std::function<void()> work);

}  // namespace kongflow::host
