// What this process holds, to compare before and after.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <set>
#include <string>

namespace kongflow::host::validate {

std::set<int> thread_ids();
// What each descriptor is: a path, "socket:[…]", "pipe:[…]".
std::map<int, std::string> open_descriptors();
// Bytes that malloc has given out; 0 when the allocator does not tell.
std::size_t heap_in_use();

// The threads that are not in `before`, once those that are just ending are gone; as many as are left after `patience`.
std::set<int> threads_besides(const std::set<int>& before, std::chrono::milliseconds patience);

}  // namespace kongflow::host::validate
