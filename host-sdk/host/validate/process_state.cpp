#include "host/validate/process_state.h"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <thread>

namespace kongflow::host::validate {

std::set<int> thread_ids() {
  std::set<int> ids;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task"))
    ids.insert(std::stoi(entry.path().filename()));
  return ids;
}

std::map<int, std::string> open_descriptors() {
  std::map<int, std::string> open;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;  // the descriptor that reads this folder
    const auto target = std::filesystem::read_symlink(entry.path(), gone);
    const int number = std::stoi(entry.path().filename());
    if (!gone) open.emplace(number, target.string());
  }
  for (auto found = open.begin(); found != open.end();)
    found = found->second.find("/fd") != std::string::npos && found->second.rfind("/proc/", 0) == 0 ? open.erase(found)
                                                                                                    : std::next(found);
  return open;
}

std::size_t heap_in_use() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

std::set<int> threads_not_in(const std::set<int>& before, std::chrono::milliseconds wait_limit) {
  const auto deadline = std::chrono::steady_clock::now() + wait_limit;
  for (;;) {
    std::set<int> more;
    const auto now = thread_ids();
    std::set_difference(now.begin(), now.end(), before.begin(), before.end(), std::inserter(more, more.end()));
    if (more.empty() || std::chrono::steady_clock::now() >= deadline) return more;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

}  // namespace kongflow::host::validate
