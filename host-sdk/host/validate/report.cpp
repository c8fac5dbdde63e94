#include "host/validate/report.h"

#include <fcntl.h>
#include <unistd.h>

#include <boost/nowide/utf/convert.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace kongflow::host::validate {
namespace {

constexpr std::size_t kMaxReasonBytes = 4'000;

int channel = -1;
std::string context;

// One write per line, so that lines of several threads do not interleave.
void emit(const char* key, std::string_view text) {
  if (channel < 0) return;
  const std::string line = std::string(key) + " " + printable(text, kMaxReasonBytes) + "\n";
  if (write(channel, line.data(), line.size()) < 0) channel = -1;
}

[[noreturn]] void on_terminate() {
  std::string what = "std::terminate() was called";
  try {
    if (const auto current = std::current_exception()) std::rethrow_exception(current);
  } catch (const std::exception& error) {
    what = std::string("an uncaught exception: ") + error.what();
  } catch (...) {
    what = "an uncaught exception other than std::exception";
  }
  emit("exception", what);
  std::abort();
}

}  // namespace

std::string printable(std::string_view text, std::size_t limit) {
  const bool cut = text.size() > limit;
  const auto utf8 = boost::nowide::utf::convert_string<char>(text.data(), text.data() + std::min(text.size(), limit));
  std::string out;
  for (const unsigned char c : utf8) {
    char escaped[8];
    std::snprintf(escaped, sizeof escaped, "\\x%02x", static_cast<unsigned>(c));
    out += c < 0x20 || c == 0x7f ? escaped : std::string(1, static_cast<char>(c));
  }
  return cut ? out + "… (" + std::to_string(text.size()) + " bytes)" : out;
}

void report_to(int descriptor) {
  channel = descriptor;
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  std::set_terminate(&on_terminate);
}

void trace_step(const std::string& step) {
  emit("at", context.empty() ? step : step + ", in " + context);
}

void set_context(const std::string& text) {
  context = text;
}

void report(const Verdict& verdict) {
  emit(name_of(verdict.outcome), verdict.reason);
}

void CheckReport::parse_line(const std::string& line) {
  const auto space = line.find(' ');
  const std::string key = line.substr(0, space), text = space == std::string::npos ? "" : line.substr(space + 1);
  if (key == "at") {
    last_step = text;
  } else if (key == "exception") {
    exception = text;
  } else if (const auto outcome = outcome_of(key)) {
    verdict = Verdict{*outcome, text};
  }
}

}  // namespace kongflow::host::validate
