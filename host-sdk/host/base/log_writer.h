// Writes text to a file descriptor on its own thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace kongflow::host {

// Never blocks callers when the reader is a stopped terminal, a pipe that nobody reads or a full disk. Keeps the order
// of lines. Thread-safe.
class LogWriter {
 public:
  // Formats the notice that `lines` lines are missing. The writer puts it where the lines are missing. [the writer's
  // thread]
  using Notice = std::function<std::string(std::uint64_t lines)>;

  // The descriptor must stay open until the process ends. Throws std::runtime_error when no thread can be started.
  LogWriter(int descriptor, Notice notice);
  // Waits at most two seconds for the reader.
  ~LogWriter();
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  // Drops the line when 4 MiB are already waiting or being written.
  void add(const std::string& line);
  // Waits until everything is written; returns false after `limit`.
  bool flush(std::chrono::milliseconds limit);
  // Lines that were dropped or that the system failed to write.
  std::uint64_t dropped() const;

 private:
  struct State {
    State(int fd, Notice on_drop) : descriptor(fd), notice(std::move(on_drop)) {}
    void work();
    void write_waiting(std::unique_lock<std::mutex>& lock);

    const int descriptor;
    const Notice notice;
    std::mutex mutex;
    std::condition_variable changed;
    // Protected by mutex:
    std::string waiting;
    std::uint64_t waiting_lines = 0;
    std::uint64_t dropped = 0;
    std::uint64_t unreported = 0;  // of the dropped lines
    std::size_t writing_bytes = 0;
    bool stopping = false;
  };

  const std::shared_ptr<State> state_;  // shared with the thread, which may stay blocked in write(2)
  std::thread thread_;
};

}  // namespace kongflow::host
