#include "host/base/log.h"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <boost/nowide/utf/convert.hpp>
#include <chrono>
#include <cstdio>
#include <ostream>

#include "host/base/iso_time.h"

namespace kongflow::host {

const char* name_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
      return "error";
  }
  return "error";
}

std::optional<LogLevel> log_level_of(std::string_view name) {
  for (const LogLevel level : {LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error})
    if (name == name_of(level)) return level;
  return std::nullopt;
}

namespace {

std::string utc_now() {
  return iso_time(std::chrono::system_clock::now());
}

// Replaces invalid UTF-8 with U+FFFD, so that every line is valid JSON.
std::string quoted(std::string_view text) {
  const auto utf8 = boost::nowide::utf::convert_string<char>(text.data(), text.data() + text.size());
  return boost::json::serialize(boost::json::string(utf8));
}

std::string json_line(LogLevel level, std::string_view component, std::string_view message,
                      const std::vector<LogField>& fields) {
  std::string line = R"({"time":")" + utc_now() + R"(","level":")" + name_of(level) + R"(","component":)" +
                     quoted(component) + R"(,"message":)" + quoted(message);
  for (const auto& [name, value] : fields) line += "," + quoted(name) + ":" + quoted(value);
  return line + "}\n";
}

bool is_plain(std::string_view text) {
  for (const unsigned char c : text)
    if (c <= ' ' || c == '"' || c == '=' || c == 0x7f) return false;
  return !text.empty();
}

std::string without_controls(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) c = ' ';
  return out;
}

std::string text_line(LogLevel level, std::string_view component, std::string_view message,
                      const std::vector<LogField>& fields) {
  char head[64];
  std::snprintf(head, sizeof head, "%s %-7s ", utc_now().c_str(), name_of(level));
  std::string line = head + std::string(component) + ": " + without_controls(message);
  for (const auto& [name, value] : fields) {
    line += " " + std::string(name) + "=";
    line += is_plain(value) ? value : quoted(value);
  }
  return line + "\n";
}

std::string formatted(LogFormat format, LogLevel level, std::string_view component, std::string_view message,
                      const std::vector<LogField>& fields) {
  return format == LogFormat::json ? json_line(level, component, message, fields)
                                   : text_line(level, component, message, fields);
}

std::string notice(LogFormat format, std::uint64_t lines) {
  return formatted(format, LogLevel::warning, "log", "log lines are missing here: the log's reader was blocked or gone",
                   {{"lines", std::to_string(lines)}});
}

}  // namespace

Log::Log(std::ostream& out, LogLevel level, LogFormat format) : out_(&out), format_(format), level_(level) {}

Log::Log(int descriptor, LogLevel level, LogFormat format)
    : out_(nullptr),
      writer_(std::make_unique<LogWriter>(descriptor, [format](std::uint64_t lines) { return notice(format, lines); })),
      format_(format),
      level_(level) {}

void Log::write(LogLevel level, std::string_view component, std::string_view message,
                const std::vector<LogField>& fields) {
  if (!enabled(level)) return;
  const std::string line = formatted(format_, level, component, message, fields);
  if (writer_ != nullptr) return writer_->add(line);
  const std::lock_guard lock(mutex_);
  *out_ << line << std::flush;
}

void Log::flush(std::chrono::milliseconds limit) {
  if (writer_ != nullptr) writer_->flush(limit);
}

}  // namespace kongflow::host
