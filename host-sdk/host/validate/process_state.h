// Resources of this process, to compare before and after.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <set>
#include <string>

namespace kongflow::host::validate {

std::set<int> thread_ids();
// The target of each descriptor: a path, "socket:[…]", "pipe:[…]".
std::map<int, std::string> open_descriptors();
// Bytes allocated with malloc; 0 when the allocator does not report them.
std::size_t heap_in_use();

// Threads not in `before`. Waits up to `wait_limit` for terminating threads and returns the remaining ones.
std::set<int> threads_not_in(const std::set<int>& before, std::chrono::milliseconds wait_limit);

}  // namespace kongflow::host::validate
