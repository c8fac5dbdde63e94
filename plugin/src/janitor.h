// Runs a cleanup function immediately and then at a fixed interval, on its own thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace kongflow::endpoints {

class Janitor {
 public:
  // `cleanup` must not throw.
  Janitor(std::chrono::milliseconds interval, std::function<void()> cleanup)
      : thread_([this, interval, cleanup = std::move(cleanup)] {
          std::unique_lock lock(mutex_);
          do {
            lock.unlock();
            cleanup();
            lock.lock();
          } while (!wake_.wait_for(lock, interval, [this] { return stopping_; }));
        }) {}
  // Waits for a running cleanup.
  ~Janitor() {
    request_stop();
    thread_.join();
  }
  Janitor(const Janitor&) = delete;
  Janitor& operator=(const Janitor&) = delete;

  // Prevents further cleanups. Does not wait.
  void request_stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;  // last, because it uses the other members
};

}  // namespace kongflow::endpoints
