// The host's log: one JSON object per line, or text for a terminal.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/base/log_writer.h"

namespace kongflow::host {

enum class LogLevel { debug, info, warning, error };
enum class LogFormat { json, text };

const char* name_of(LogLevel level);
std::optional<LogLevel> log_level_of(std::string_view name);

using LogField = std::pair<std::string_view, std::string>;

// Thread-safe. Callers never pass secrets.
class Log {
 public:
  // write() returns after it has written the line. `out` must outlive the log.
  Log(std::ostream& out, LogLevel level, LogFormat format);
  // write() never blocks. When the reader of the descriptor is too slow, lines are dropped and counted, and a notice
  // takes their place (LogWriter). Throws std::runtime_error when no thread can be started.
  Log(int descriptor, LogLevel level, LogFormat format);

  bool enabled(LogLevel level) const { return level >= level_.load(std::memory_order_relaxed); }
  LogLevel level() const { return level_; }
  void set_level(LogLevel level) { level_ = level; }
  // `component`: "http", "tasks", "plugin endpoints", …. Fields keep their order; field names are lower_case.
  void write(LogLevel level, std::string_view component, std::string_view message,
             const std::vector<LogField>& fields = {});

  void debug(std::string_view component, std::string_view message, const std::vector<LogField>& fields = {}) {
    if (enabled(LogLevel::debug)) write(LogLevel::debug, component, message, fields);
  }
  void info(std::string_view component, std::string_view message, const std::vector<LogField>& fields = {}) {
    if (enabled(LogLevel::info)) write(LogLevel::info, component, message, fields);
  }
  void warning(std::string_view component, std::string_view message, const std::vector<LogField>& fields = {}) {
    if (enabled(LogLevel::warning)) write(LogLevel::warning, component, message, fields);
  }
  void error(std::string_view component, std::string_view message, const std::vector<LogField>& fields = {}) {
    write(LogLevel::error, component, message, fields);
  }

  // Waits until all lines so far are written, at most `limit`.
  void flush(std::chrono::milliseconds limit);
  // Lines missing from the output.
  std::uint64_t dropped() const { return writer_ == nullptr ? 0 : writer_->dropped(); }

 private:
  std::ostream* const out_;  // null when there is a writer
  const std::unique_ptr<LogWriter> writer_;
  const LogFormat format_;
  std::atomic<LogLevel> level_;
  std::mutex mutex_;
};

}  // namespace kongflow::host
