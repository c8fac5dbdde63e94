// Reads the exported symbols of a shared object from its file.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kongflow::host::validate {

// Names of all symbols that the object defines and exports, sorted. Throws std::runtime_error when the file is not a
// 64-bit ELF file with this machine's byte order.
std::vector<std::string> exported_symbols(const std::filesystem::path& file);

}  // namespace kongflow::host::validate
