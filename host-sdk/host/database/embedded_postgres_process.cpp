#include "host/database/embedded_postgres_process.h"

#include <fcntl.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "host/base/start_thread.h"

namespace kongflow::host {
namespace fs = std::filesystem;
namespace {

constexpr int kLockDescriptor = 3;

// Runs between fork and exec in a multithreaded process: only async-signal-safe calls, no allocation.
[[noreturn]] void become(char* const* argv, char* const* environment, const ServerUser& user, const char* directory,
                         int output_fd, int lock_fd, int parent_death_signal, pid_t parent) {
  const int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  bool ok = input >= 0 && ::dup2(input, 0) == 0 && ::dup2(output_fd, 1) == 1 && ::dup2(output_fd, 2) == 2;
  // dup2() of a descriptor onto itself would keep close-on-exec.
  ok = ok && (lock_fd == kLockDescriptor ? ::fcntl(lock_fd, F_SETFD, 0) == 0
                                         : ::dup2(lock_fd, kLockDescriptor) == kLockDescriptor);
  ::close_range(kLockDescriptor + 1, ~0U, 0);
  for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::setsid();
  if (ok && user.switch_user)
    ok = ::setgroups(user.groups.size(), user.groups.data()) == 0 && ::setgid(user.gid) == 0 && ::setuid(user.uid) == 0;
  // Must follow the change of user, which clears it.
  ok = ok && ::chdir(directory) == 0 && ::prctl(PR_SET_PDEATHSIG, parent_death_signal) == 0;
  if (ok && ::getppid() != parent) ::_exit(126);
  if (ok) ::execve(argv[0], argv, environment);
  const char* reason = ::strerrordesc_np(errno);
  for (const char* part : {"cannot start ", static_cast<const char*>(argv[0]), ": ", reason, "\n"})
    if (::write(2, part, ::strlen(part)) < 0) break;
  ::_exit(127);
}

pid_t to_pid(const std::string& text) {
  pid_t pid = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), pid);
  return error == std::errc() && end == text.data() + text.size() ? pid : 0;
}

}  // namespace

pid_t start_process(const std::vector<std::string>& argv, const ServerUser& user, const fs::path& directory,
                    int output_fd, int lock_fd, int parent_death_signal) {
  std::vector<char*> arguments;
  arguments.reserve(argv.size() + 1);
  for (const auto& argument : argv) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  char path[] = "PATH=/usr/bin:/bin";
  char locale[] = "LC_ALL=C.UTF-8";
  char* environment[] = {path, locale, nullptr};
  const pid_t parent = ::getpid();
  // At first the child has this process's signal handlers, and the pipes that they write to.
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t child = ::fork();
  const int error = errno;
  if (child == 0)
    become(arguments.data(), environment, user, directory.c_str(), output_fd, lock_fd, parent_death_signal, parent);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (child < 0)
    throw std::runtime_error(std::string("A process cannot be started: ") + std::strerror(error) + "." +
                             (error == EAGAIN ? std::string(" ") + kProcessLimitAdvice : ""));
  return child;
}

std::optional<int> try_wait(pid_t child) {
  int status = 0;
  const pid_t ended = ::waitpid(child, &status, WNOHANG);
  if (ended == 0) return std::nullopt;
  return ended == child ? status : 0;
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

std::vector<pid_t> postgres_processes_in(const fs::path& cluster) {
  std::vector<pid_t> found;
  std::error_code error;
  const fs::path folder = fs::weakly_canonical(cluster, error);
  for (const auto& entry : fs::directory_iterator("/proc", error)) {
    const pid_t pid = to_pid(entry.path().filename());
    if (pid <= 0) continue;
    std::error_code gone;
    if (fs::read_symlink(entry.path() / "cwd", gone) != folder || gone) continue;
    const std::string program = fs::read_symlink(entry.path() / "exe", gone).filename();
    if (!gone && program.rfind("postgres", 0) == 0) found.push_back(pid);
  }
  return found;
}

std::optional<PostmasterFile> read_postmaster_file(const fs::path& cluster) {
  std::ifstream file(cluster / "postmaster.pid");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  if (lines.empty()) return std::nullopt;
  lines.resize(std::max<std::size_t>(lines.size(), 8));
  PostmasterFile result;
  result.pid = to_pid(lines[0]);
  result.port = lines[3];
  result.socket_dir = lines[4];
  result.ready = lines[7].rfind("ready", 0) == 0;
  return result;
}

}  // namespace kongflow::host
