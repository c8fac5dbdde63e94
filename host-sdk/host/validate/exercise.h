// Exercises all hooks that a started plugin registered.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "host/validate/hook_call.h"
#include "host/validate/trial.h"

namespace kongflow::host::validate {

// Runs all tasks with all hostile texts.
std::vector<HookCall> run_tasks(Trial& trial, bool cancelled = false);

// Calls all routes with all hostile texts, paths and queries, sequentially. Stops after the first request without a
// response.
enum class Requests { plain, hostile };
std::vector<RouteCall> call_routes(Trial& trial, Requests requests, bool cancelled = false);

// Calls all hooks once with plain input and ignores the results.
void call_everything_once(Trial& trial);

// Concurrent tasks and requests, several of each.
class Traffic {
 public:
  explicit Traffic(Trial& trial);
  ~Traffic();  // cancels and waits
  Traffic(const Traffic&) = delete;
  Traffic& operator=(const Traffic&) = delete;

  // Cancels everything, as the host does after the grace time, and waits for the end. Returns the duration.
  std::chrono::milliseconds cancel();

 private:
  Trial& trial_;
  std::deque<kf_call> calls_;
  std::vector<std::thread> threads_;
  std::vector<std::function<RouteCall(std::chrono::milliseconds)>> answers_;
};

}  // namespace kongflow::host::validate
