// Does a chore at once and then every so often, on a thread of its own.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace kongflow::endpoints {

class Janitor {
 public:
  // `chore` does not throw.
  Janitor(std::chrono::milliseconds interval, std::function<void()> chore)
      : thread_([this, interval, chore = std::move(chore)] {
          std::unique_lock lock(mutex_);
          do {
            lock.unlock();
            chore();
            lock.lock();
          } while (!wake_.wait_for(lock, interval, [this] { return stopping_; }));
        }) {}
  // Waits for a chore that is being done.
  ~Janitor() {
    dismiss();
    thread_.join();
  }
  Janitor(const Janitor&) = delete;
  Janitor& operator=(const Janitor&) = delete;

  // No further chore begins. Does not wait.
  void dismiss() {
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
  std::thread thread_;  // the last member: it uses the others
};

}  // namespace kongflow::endpoints
