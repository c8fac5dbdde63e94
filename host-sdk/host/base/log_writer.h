// Writes text to a file descriptor on a thread of its own.
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

// Callers never wait for the reader of the descriptor: a terminal that is stopped, a pipe without a reader, a full
// disk. Lines keep their order. Thread-safe.
class LogWriter {
 public:
  // The text that reports `lines` missing lines; it is written where they are missing. [the writer's thread]
  using Notice = std::function<std::string(std::uint64_t lines)>;

  // The descriptor stays open until the process ends. Throws std::runtime_error when no thread can be started.
  LogWriter(int descriptor, Notice notice);
  // Waits for the reader, two seconds at most.
  ~LogWriter();
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  // Drops the line when 4 MiB wait or are being written already.
  void add(const std::string& line);
  // Until everything is written; false when `limit` ends first.
  bool flush(std::chrono::milliseconds limit);
  // Lines that were dropped, or that the system refused to write.
  std::uint64_t dropped() const;

 private:
  struct State {
    State(int to, Notice lost) : descriptor(to), notice(std::move(lost)) {}
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

  const std::shared_ptr<State> state_;  // shared with a thread that may stay behind in write(2)
  std::thread thread_;
};

}  // namespace kongflow::host
