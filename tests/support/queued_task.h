// A task in the queue, as the repository's tests look at it.
#pragma once

#include <chrono>
#include <string>

namespace kongflow::testing {

struct QueuedTask {
  std::string id;
  std::string identifier;
  std::string payload;  // JSON
  std::string queue;
  int max_attempts = 0;
  std::chrono::milliseconds delay{0};  // from being put in to being due
};

}  // namespace kongflow::testing
