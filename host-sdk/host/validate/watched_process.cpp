#include "host/validate/watched_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <optional>
#include <system_error>

#include "host/config/units.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kPollInterval{20};
constexpr milliseconds kExitTimeout{2'000};  // from the verdict to the exit of the process
constexpr off_t kMaxKeptOutputBytes = 8'192;

class Descriptor {
 public:
  Descriptor(int number, const char* what) : number_(number) {
    if (number < 0) throw std::system_error(errno, std::generic_category(), what);
  }
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

std::string end_of(const Descriptor& file) {
  const off_t size = lseek(file.number(), 0, SEEK_END);
  const off_t begin = std::max<off_t>(0, size - kMaxKeptOutputBytes);
  std::string text(static_cast<std::size_t>(size - begin), '\0');
  const ssize_t got = pread(file.number(), text.data(), text.size(), begin);
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(0, got)));
  return text;
}

[[noreturn]] void become(std::vector<char*> argv, int out, int err, int report) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (dup2(nothing, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 && dup2(err, STDERR_FILENO) >= 0 &&
      (report == kReportDescriptor ? fcntl(report, F_SETFD, 0) : dup2(report, kReportDescriptor)) >= 0)
    execv("/proc/self/exe", argv.data());
  _exit(127);
}

// The wait status of the process; nullopt while it runs.
class Ending {
 public:
  explicit Ending(pid_t pid) : pid_(pid) {}
  bool ended() { return ended_ || (ended_ = waitpid(pid_, &status_, WNOHANG) == pid_); }
  void kill() {
    ::kill(-pid_, SIGKILL);
    if (!ended_) ended_ = waitpid(pid_, &status_, 0) == pid_;
  }
  bool well() const { return WIFEXITED(status_) && WEXITSTATUS(status_) == 0; }
  std::string text() const {
    if (WIFSIGNALED(status_))
      return std::string("it crashed with SIG") + sigabbrev_np(WTERMSIG(status_)) + " (" +
             sigdescr_np(WTERMSIG(status_)) + ")";
    return "it exited the process with status " + std::to_string(WEXITSTATUS(status_));
  }

 private:
  const pid_t pid_;
  int status_ = 0;
  bool ended_ = false;
};

// Reads the available lines; false at the end.
bool read_lines(int descriptor, std::string& rest, CheckReport& received) {
  char buffer[4096];
  for (;;) {
    const ssize_t got = read(descriptor, buffer, sizeof buffer);
    if (got == 0) return false;
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    rest.append(buffer, static_cast<std::size_t>(got));
    for (std::size_t end; (end = rest.find('\n')) != std::string::npos; rest.erase(0, end + 1))
      received.parse_line(rest.substr(0, end));
  }
}

std::string with_place(std::string reason, const CheckReport& received) {
  if (!received.last_step.empty()) reason += ", at: " + received.last_step;
  if (!received.exception.empty()) reason += "; " + received.exception;
  return reason;
}

Verdict judge(const Check& check, const CheckReport& received, const Ending& ending, bool killed, milliseconds limit) {
  if (received.verdict && (!check.until_exit || received.verdict->outcome != Outcome::passed)) return *received.verdict;
  if (killed && received.verdict) return {Outcome::failed, with_place("the process does not end", received)};
  if (killed) return {Outcome::failed, with_place("it was killed after " + format_duration(limit.count()), received)};
  if (received.verdict && ending.well()) return *received.verdict;
  return {Outcome::failed, with_place(ending.text(), received)};
}

}  // namespace

Finding run_watched(const Check& check, const std::vector<std::string>& arguments, milliseconds limit) {
  const auto begin = steady_clock::now();
  Descriptor out(memfd_create("stdout", MFD_CLOEXEC), "memfd_create"),
      err(memfd_create("stderr", MFD_CLOEXEC), "memfd_create");
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  Descriptor report(ends[0], "pipe"), writer(ends[1], "pipe");
  fcntl(report.number(), F_SETFL, O_NONBLOCK);

  std::vector<std::string> words = arguments;
  words.insert(words.begin(), "kongflow-host");
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t pid = fork();
  if (pid < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid == 0) become(argv, out.number(), err.number(), writer.number());
  writer.close();

  CheckReport received;
  Ending ending(pid);
  std::string rest;
  bool open = true, killed = false;
  for (auto deadline = begin + limit; !ending.ended();) {
    pollfd waited{open ? report.number() : -1, POLLIN, 0};
    poll(&waited, 1, static_cast<int>(kPollInterval.count()));
    const bool had_verdict = received.verdict.has_value();
    open = open && read_lines(report.number(), rest, received);
    if (received.verdict && !had_verdict) deadline = steady_clock::now() + kExitTimeout;
    if (steady_clock::now() < deadline) continue;
    killed = true;
    break;
  }
  ending.kill();
  read_lines(report.number(), rest, received);
  return {check.name, judge(check, received, ending, killed, limit),
          std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin), end_of(out), end_of(err)};
}

}  // namespace kongflow::host::validate
