// Reads and rotates the log files of PostgreSQL's programs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace kongflow::host {

// Size of a file in bytes; 0 when it does not exist.
std::uintmax_t size_of(const std::filesystem::path& file);

// Explains the failure of the program that wrote the file from offset `begin` (bytes): its last errors, details and
// hints, with advice for known causes.
std::string failure_reason(const std::filesystem::path& file, std::uintmax_t begin);

// When the file is larger than 16 MiB, moves its text to <file>.old, which is replaced. The file itself stays, because
// the program continues to append to it; a line written during the move can be lost. When the text cannot be copied, it
// stays in the file up to 64 MiB and is dropped beyond that.
void rotate_when_large(const std::filesystem::path& file) noexcept;

}  // namespace kongflow::host
