// Ends calls that exceed their deadline. Poco's socket timeouts apply to a single read, so an app that sends a byte a
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
    int socket;  // a duplicate
    std::chrono::steady_clock::time_point deadline;
    std::function<bool()> cancelled;
    bool fired;
  };
  using Entries = std::list<Entry>;

 public:
  // Shuts a socket down at its deadline, or soon after `cancelled` is true, until it is destroyed. Holds a descriptor
  // of its own, so that the socket may be closed before.
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
