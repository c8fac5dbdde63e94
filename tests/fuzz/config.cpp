// The config file: TOML, the host's options, a plugin's table, and what is printed of it.
#include "host/config/config.h"

#include <sys/mman.h>
#include <unistd.h>

#include "expect.h"
#include "host/config/host_options.h"

using namespace kongflow::host;
using kongflow::fuzz::expect;

namespace {

// A file in memory that holds what was written last.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("config", 0)) { expect(descriptor_ >= 0); }
  std::string write(const std::uint8_t* data, std::size_t size) const {
    expect(ftruncate(descriptor_, 0) == 0);
    expect(pwrite(descriptor_, data, size, 0) == static_cast<ssize_t>(size));
    return "/proc/self/fd/" + std::to_string(descriptor_);
  }

 private:
  const int descriptor_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const MemoryFile file;
  const Config config = read_config(file.write(data, size), {});
  for (const PluginTable& table : config.plugins) {
    Problems problems = config.problems;
    check_plugin_table(table, host_options(), problems);
  }
  const auto text = kongflow::fuzz::text_of(data, size);
  read_config("/dev/null", {std::string(text)});
  for (Option option : host_options()) check_value(option, std::string(text));
  return 0;
}
