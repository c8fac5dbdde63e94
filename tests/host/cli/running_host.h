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
  // The connection string of its database; a failed assertion when that is gone.
  std::string database() const;
  static std::filesystem::path folder();
  static std::filesystem::path data_dir() { return folder() / "data"; }
  // The file's text for a host in `data_dir`.
  static std::string config_text(const std::string& config, const std::filesystem::path& data_dir);

 private:
  std::filesystem::path config_file_;
  std::unique_ptr<Process> process_;
  std::uint16_t port_ = 0;
};

// As its host.json says.
std::uint16_t port_of_host_in(const std::filesystem::path& data_dir);

// A config file in `folder` for a host that works as the owner of `data_dir`, beside copies of the files that it reads:
// the build tree may be below a home that only its owner may enter. Plugins are those of this folder's tests.
std::filesystem::path service_config(const std::filesystem::path& folder, const std::filesystem::path& data_dir,
                                     const std::string& config);

}  // namespace kongflow::host::test
