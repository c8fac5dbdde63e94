#include "process.h"

#include <cppunit/TestAssert.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "expect.h"

namespace kongflow::host::test {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds pause{10};
constexpr std::chrono::seconds patience{60};

void redirect(const std::filesystem::path& file, int descriptor) {
  const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (fd < 0 || dup2(fd, descriptor) < 0) _exit(126);
}

}  // namespace

Process::Process(const std::vector<std::string>& arguments, const std::filesystem::path& folder, int error_descriptor) {
  static std::atomic<int> counter{0};
  const std::string name = "process-" + std::to_string(++counter);
  out_ = folder / (name + ".out");
  err_ = folder / (name + ".err");
  std::vector<char*> argv{const_cast<char*>(PROGRAM)};
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  pid_ = fork();
  if (pid_ == 0) {
    redirect("/dev/null", STDIN_FILENO);
    redirect(out_, STDOUT_FILENO);
    if (error_descriptor < 0)
      redirect(err_, STDERR_FILENO);
    else
      dup2(error_descriptor, STDERR_FILENO);
    if (error_descriptor == no_descriptors) ::close_range(STDIN_FILENO, STDERR_FILENO, 0);
    if (chdir(folder.c_str()) == 0) execv(PROGRAM, argv.data());
    _exit(127);
  }
}

Process::~Process() {
  if (ended()) return;
  send(SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void Process::send(int signal) const {
  kill(pid_, signal);
}

bool Process::ended() {
  int raw = 0;
  if (pid_ < 0) return true;
  if (waitpid(pid_, &raw, WNOHANG) != pid_) return false;
  status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
  pid_ = -1;
  return true;
}

int Process::wait(std::chrono::seconds limit) {
  const auto deadline = steady_clock::now() + limit;
  while (!ended()) {
    CPPUNIT_ASSERT_MESSAGE("it does not end; it wrote:\n" + err(), steady_clock::now() < deadline);
    std::this_thread::sleep_for(pause);
  }
  return status_;
}

std::string Process::out() const {
  return read_file(out_);
}
std::string Process::err() const {
  return read_file(err_);
}

void Process::wait_for(const std::string& text, int times) {
  const auto deadline = steady_clock::now() + patience;
  for (;;) {
    const std::string written = err();
    int seen = 0;
    for (auto at = written.find(text); at != std::string::npos; at = written.find(text, at + 1)) ++seen;
    if (seen >= times) return;
    CPPUNIT_ASSERT_MESSAGE("\"" + text + "\" does not come; it wrote:\n" + written,
                           !ended() && steady_clock::now() < deadline);
    std::this_thread::sleep_for(pause);
  }
}

Finished run_program(const std::vector<std::string>& arguments, const std::filesystem::path& folder) {
  Process process(arguments, folder);
  const int status = process.wait();
  return {status, process.out(), process.err()};
}

}  // namespace kongflow::host::test
