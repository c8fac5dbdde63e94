// Enforces deadlines of whole calls. Poco's socket timeouts apply to single reads, so an app that sends a byte per
// second would never time out.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace kongflow::endpoints {

// One thread for all calls. Thread-safe; no Watch may outlive it.
class Watchdog {
  struct Entry {
    int socket;  // a duplicated descriptor
    std::chrono::steady_clock::time_point deadline;
    std::function<bool()> cancelled;
    bool fired;
  };
  using Entries = std::list<Entry>;

 public:
  // Shuts a socket down at its deadline, or soon after `cancelled` returns true, until the Watch is destroyed. Owns a
  // duplicate of the descriptor, so that the socket may be closed first.
  class Watch {
   public:
    Watch(Watchdog& watchdog, int socket, std::chrono::steady_clock::time_point deadline,
          std::function<bool()> cancelled);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    bool fired() const;

   private:
    Watchdog& watchdog_;
    Entries::iterator entry_;
  };

  Watchdog();
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  void run();
  std::chrono::steady_clock::time_point fire_due();

  std::mutex mutex_;
  std::condition_variable changed_;
  // Protected by mutex_:
  Entries entries_;
  std::chrono::steady_clock::time_point wake_at_;  // when the thread looks at the entries next
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace kongflow::endpoints
