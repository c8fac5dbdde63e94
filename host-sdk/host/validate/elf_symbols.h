// What a shared object exports, read from its file.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kongflow::host::validate {

// Names of the symbols that are defined in it and visible to others, sorted. Throws std::runtime_error when the file is
// no 64-bit ELF of this machine's byte order.
std::vector<std::string> exported_symbols(const std::filesystem::path& file);

}  // namespace kongflow::host::validate
