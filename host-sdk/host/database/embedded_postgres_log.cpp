#include "host/database/embedded_postgres_log.h"

#include <algorithm>
#include <array>
#include <deque>
#include <fstream>
#include <string_view>
#include <system_error>

#include "host/base/start_thread.h"

namespace kongflow::host {
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t kMaxLogBytes = std::uintmax_t{16} * 1024 * 1024;
constexpr std::uintmax_t kMaxUncopiedLogBytes = 4 * kMaxLogBytes;
constexpr std::size_t kMaxLines = 6;
constexpr std::size_t kMaxLineLength = 400;
constexpr char kInstallLocale[] = "Install the locale that it names (Debian: the package locales, then locale-gen).";

// The explanation in a log line, from the severity on: "2026-01-31 09:00:00.000 UTC [42] FATAL:  no" becomes "FATAL:
// no".
std::string_view explanation(std::string_view line) {
  for (const std::string_view severity : {"FATAL:", "PANIC:", "DETAIL:", "HINT:"})
    if (const auto at = line.find(severity); at != std::string_view::npos) return line.substr(at);
  for (const std::string_view word :
       {"error:", "detail:", "hint:", "cannot start", "could not", "invalid", "unrecognized"})
    if (line.find(word) != std::string_view::npos) {
      const auto severity = line.find("] LOG:");
      return severity == std::string_view::npos ? line : line.substr(severity + 2);
    }
  return {};
}

std::string advice(std::string_view reason) {
  struct Advice {
    std::string_view sign, text;
  };
  static constexpr std::array<Advice, 7> known{{
      {"Resource temporarily unavailable", kProcessLimitAdvice},
      {"Cannot allocate memory", "Give the host more memory and processes (ulimit -u, pids.max, TasksMax)."},
      {"look up effective user ID",
       "PostgreSQL needs a user that has a name: add this user ID to /etc/passwd, run the host as another user, or set "
       "database.url."},
      {"shared memory",
       "Give /dev/shm at least 64 MiB (docker run --shm-size, or a Memory volume in Kubernetes), or set database.url."},
      {"invalid locale name", kInstallLocale},
      {"locale is incompatible", kInstallLocale},
      {"No space left on device", "Free space on the volume of data_dir."},
  }};
  for (const auto& [sign, text] : known)
    if (reason.find(sign) != std::string_view::npos) return " " + std::string(text);
  return {};
}

}  // namespace

std::uintmax_t size_of(const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  return error ? 0 : size;
}

std::string failure_reason(const fs::path& file, std::uintmax_t begin) {
  std::ifstream in(file);
  in.seekg(static_cast<std::streamoff>(begin));
  std::deque<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    const auto part = explanation(line);
    if (part.empty()) continue;
    lines.emplace_back(part.substr(0, kMaxLineLength));
    if (lines.size() > kMaxLines) lines.pop_front();
  }
  std::string reason;
  for (const auto& line : lines) reason += (reason.empty() ? "" : "; ") + line;
  return reason.empty() ? "it gave no reason." : reason + "." + advice(reason);
}

void rotate_when_large(const fs::path& file) noexcept {
  if (size_of(file) <= kMaxLogBytes) return;
  std::error_code failure, ignored;
  fs::copy_file(file, file.string() + ".old", fs::copy_options::overwrite_existing, failure);
  if (!failure || size_of(file) > kMaxUncopiedLogBytes) fs::resize_file(file, 0, ignored);
}

}  // namespace kongflow::host
