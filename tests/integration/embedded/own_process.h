// A process of the test's own, which it talks to by single bytes.
#pragma once

#include <cppunit/TestAssert.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <string>
#include <utility>

namespace kongflow::testing {

class OwnProcess {
 public:
  // Runs `work` and ends. `say` sends a text to the test.
  using Say = std::function<void(const std::string& text)>;
  explicit OwnProcess(const std::function<void(const Say& say)>& work) {
    int ends[2];
    CPPUNIT_ASSERT_EQUAL(0, ::pipe(ends));
    pid_ = ::fork();
    if (pid_ == 0) {
      ::close(ends[0]);
      work([out = ends[1]](const std::string& text) {
        if (::write(out, text.data(), text.size()) < 0) ::_exit(1);
      });
      ::_exit(0);
    }
    ::close(ends[1]);
    from_ = ends[0];
  }
  ~OwnProcess() {
    kill(SIGKILL);
    ::close(from_);
  }
  OwnProcess(const OwnProcess&) = delete;
  OwnProcess& operator=(const OwnProcess&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }

  // What it said from its start on, until that has `text`, or all when it says no more.
  std::string heard_until(const std::string& text) {
    for (char byte = 0; heard_.find(text) == std::string::npos && ::read(from_, &byte, 1) == 1;) heard_ += byte;
    return heard_;
  }

  void kill(int signal) {
    if (pid_ <= 0) return;
    ::kill(pid_, signal);
    if (signal == SIGKILL) ::waitpid(std::exchange(pid_, -1), nullptr, 0);
  }

 private:
  pid_t pid_ = -1;
  int from_ = -1;
  std::string heard_;
};

}  // namespace kongflow::testing
