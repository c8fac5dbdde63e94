// Starting threads on a system that may refuse to.
#pragma once

#include <functional>
#include <thread>

namespace kongflow::host {

// What to do when the system starts no more threads or processes; a sentence.
extern const char* const process_limit_advice;

// Throws std::runtime_error with a sentence when the system starts no more threads.
std::thread start_thread(std::function<void()> work);

}  // namespace kongflow::host
