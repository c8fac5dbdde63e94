// A program run by a test, its output kept.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace kongflow::host::test {

class Process {
 public:
  // Runs the program under test in `folder`, which also gets the files with its output. Its standard error is
  // `error_descriptor` instead, unless that is negative. With `no_descriptors`, the standard ones are closed.
  static constexpr int no_descriptors = -2;
  Process(const std::vector<std::string>& arguments, const std::filesystem::path& folder, int error_descriptor = -1);
  ~Process();  // kills it
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  void send(int signal) const;
  // The exit status; a failed assertion when it does not end in time.
  int wait(std::chrono::seconds limit = std::chrono::seconds(60));
  bool ended();

  std::string out() const;
  std::string err() const;
  // Until the standard error has `text` for the `times`-th time; a failed assertion when it does not come.
  void wait_for(const std::string& text, int times = 1);

 private:
  std::filesystem::path out_, err_;
  pid_t pid_ = -1;
  int status_ = -1;
};

// Runs it to its end.
struct Finished {
  int status;
  std::string out, err;
};
Finished run_program(const std::vector<std::string>& arguments, const std::filesystem::path& folder);

}  // namespace kongflow::host::test
