// The log files of PostgreSQL's programs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace kongflow::host {

// The size of a file in bytes; 0 when there is none.
std::uintmax_t size_of(const std::filesystem::path& file);

// Why the program that wrote the file from `begin` (bytes) on has failed: its own last errors, details and hints, and
// what to do about it where that is known.
std::string failure_reason(const std::filesystem::path& file, std::uintmax_t begin);

// Above 16 MiB, moves the text to <file>.old, which it replaces. The file itself stays, because the program goes on
// appending to it; a line that it writes in that moment can be lost. When
// the text cannot be copied, it stays in the file up to 64 MiB; beyond that it is dropped.
void rotate_when_large(const std::filesystem::path& file) noexcept;

}  // namespace kongflow::host
