#include "host/plugins/shared_object_file.h"

#include <elf.h>
#include <link.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include "host/config/nearest.h"

namespace kongflow::host {
namespace {

namespace fs = std::filesystem;

using Header = ElfW(Ehdr);
using Segment = ElfW(Phdr);

constexpr char kRebuildAdvice[] = ": copy or build it again";

template <typename Value>
bool read_at(std::ifstream& file, std::uint64_t offset, Value& value) {
  file.clear();
  file.seekg(static_cast<std::streamoff>(offset));
  return static_cast<bool>(file.read(reinterpret_cast<char*>(&value), sizeof value));
}

const Header& header_of_this_program() {
  static const Header header = [] {
    Header own = {};
    std::ifstream file("/proc/self/exe", std::ios::binary);
    read_at(file, 0, own);
    return own;
  }();
  return header;
}

std::string machine_name(const Header& header) {
  const std::string bits = header.e_ident[EI_CLASS] == ELFCLASS32 ? "32-bit " : "";
  switch (header.e_machine) {
    case EM_X86_64:
      return bits + "x86-64";
    case EM_386:
      return bits + "x86";
    case EM_AARCH64:
      return bits + "arm64";
    case EM_ARM:
      return bits + "arm";
    case EM_RISCV:
      return bits + "RISC-V";
    default:
      return bits + "machine " + std::to_string(header.e_machine) + " of the ELF format";
  }
}

std::string missing(const fs::path& path) {
  std::error_code error;
  if (fs::is_symlink(path, error))
    return "there is no such file: it is a link to " + fs::read_symlink(path, error).string() + ", which is missing";
  std::vector<std::string> others;
  for (const auto& entry : fs::directory_iterator(path.parent_path(), error))
    if (entry.path().extension() == ".so") others.push_back(entry.path().stem());
  std::sort(others.begin(), others.end());
  const auto similar = nearest(path.stem().string(), others);
  return "there is no such file" + (similar ? "; did you mean \"" + *similar + ".so\"?"
                                            : ": install the plugin, or correct its path or plugin_dir");
}

bool same_machine(const Header& one, const Header& other) {
  return one.e_ident[EI_CLASS] == other.e_ident[EI_CLASS] && one.e_ident[EI_DATA] == other.e_ident[EI_DATA] &&
         one.e_machine == other.e_machine;
}

// The minimum file size for its program headers and the segments they load.
std::uint64_t needed_size(std::ifstream& file, const Header& header) {
  std::uint64_t needed = header.e_phoff + std::uint64_t{header.e_phnum} * sizeof(Segment);
  for (int i = 0; i < header.e_phnum; ++i) {
    Segment segment = {};
    if (!read_at(file, header.e_phoff + i * sizeof segment, segment)) break;
    if (segment.p_type == PT_LOAD) needed = std::max<std::uint64_t>(needed, segment.p_offset + segment.p_filesz);
  }
  return needed;
}

}  // namespace

std::string shared_object_problem(const fs::path& path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (!fs::exists(status))
    return error && error != std::errc::no_such_file_or_directory
               ? "it cannot be read (" + error.message() + "): correct its path"
               : missing(path);
  if (fs::is_directory(status)) return "it is a folder: name the .so file in it";
  if (!fs::is_regular_file(status))
    return "it is not a regular file: name the .so file that the plugin's build created";
  if (::access(path.c_str(), R_OK) != 0)
    return std::string("it cannot be read (") + std::strerror(errno) +
           "): give the user of the host the right to read it";
  const std::uint64_t size = fs::file_size(path, error);
  if (size == 0) return std::string("it is empty") + kRebuildAdvice;
  std::ifstream file(path, std::ios::binary);
  Header header = {};
  const bool whole = read_at(file, 0, header);
  if (std::memcmp(header.e_ident, ELFMAG, std::min<std::uint64_t>(size, SELFMAG)) != 0)
    return "it is not a shared object: name the .so file that the plugin's build created";
  const Header& own = header_of_this_program();
  if (!whole) return "it is incomplete, it has only " + std::to_string(size) + " bytes" + kRebuildAdvice;
  if (!same_machine(header, own))
    return "it is built for " + machine_name(header) + ", this host for " + machine_name(own) +
           ": build it for this machine";
  if (header.e_type != ET_DYN)
    return "it is a program or an object file, not a shared object: link the plugin with -shared";
  if (header.e_phentsize != sizeof(Segment)) return std::string("its ELF header is damaged") + kRebuildAdvice;
  if (const std::uint64_t needed = needed_size(file, header); size < needed)
    return "it is incomplete, it has " + std::to_string(size) + " of " + std::to_string(needed) + " bytes" +
           kRebuildAdvice;
  return {};
}

std::string explain_loader_error(const fs::path& path, const std::string& words) {
  const std::string prefix = path.string() + ": ";
  const std::string text = words.rfind(prefix, 0) == 0 ? words.substr(prefix.size()) : words;
  const auto has = [&text](const char* part) { return text.find(part) != std::string::npos; };
  if (has("cannot open shared object file")) return text + "; install the library that it needs";
  if (has("undefined symbol")) return text + "; link the plugin with the library that defines it";
  if (has("version `")) return text + "; build it with the libraries of this system";
  if (has("executable")) return text + "; it is a program: link the plugin with -shared";
  if (has("failed to map segment")) return text + "; is its file system mounted noexec?";
  return text + "; build the plugin again for this system";
}

}  // namespace kongflow::host
