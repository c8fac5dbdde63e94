// Using everything that a started plugin registered.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "host/validate/hook_call.h"
#include "host/validate/trial.h"

namespace kongflow::host::validate {

// Every task with every hostile text.
std::vector<HookCall> run_tasks(Trial& trial, bool cancelled = false);

// Every route with every hostile text, path and query, one after the other. Ends early after a request that nobody
// answers.
enum class Requests { plain, hostile };
std::vector<Asked> ask_routes(Trial& trial, Requests requests, bool cancelled = false);

// Everything once, plainly; how it ends, and whether requests are answered, does not matter.
void use_lightly(Trial& trial);

// Tasks and requests under way, several of each.
class Traffic {
 public:
  explicit Traffic(Trial& trial);
  ~Traffic();  // cancels, waits
  Traffic(const Traffic&) = delete;
  Traffic& operator=(const Traffic&) = delete;

  // As the host does when the grace time is over; returns when everything has ended, and how long that took.
  std::chrono::milliseconds cancel();

 private:
  Trial& trial_;
  std::deque<kf_call> calls_;
  std::vector<std::thread> threads_;
  std::vector<std::function<Asked(std::chrono::milliseconds)>> answers_;
};

}  // namespace kongflow::host::validate
