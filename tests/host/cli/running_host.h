// A host of the test's own on the embedded PostgreSQL, run as a process. All of a program's hosts share one data
// folder, one after the other, because making a cluster takes seconds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "process.h"

namespace kongflow::host::test {

class RunningHost {
 public:
  // `config`: what the file says besides the folders and the port. Starts it, and waits until it listens.
  explicit RunningHost(const std::string& config);

  // The command line of another command on the same configuration.
  std::vector<std::string> command(std::vector<std::string> words) const;
  Finished run(const std::vector<std::string>& words) const { return run_program(command(words), folder()); }
  void rewrite_config(const std::string& config);

  Process& process() { return *process_; }
  std::uint16_t port() const { return port_; }
  static std::filesystem::path folder();
  static std::filesystem::path data_dir() { return folder() / "data"; }
  // The file's text for a host in `data_dir`.
  static std::string config_text(const std::string& config, const std::filesystem::path& data_dir);

 private:
  std::filesystem::path config_file_;
  std::unique_ptr<Process> process_;
  std::uint16_t port_ = 0;
};

}  // namespace kongflow::host::test
