// Runs root's commands in a data folder of another user.
#pragma once

#include <filesystem>
#include <vector>

namespace kongflow::host {

// When the process runs as root and `data_dir` belongs to another user, the process switches to that user permanently,
// so that it creates no file there that the service cannot write. Otherwise does nothing. `needed` lists files and
// folders that the process reads afterwards; missing ones are ignored. Throws std::runtime_error with a sentence, also
// when the user may not read one of them.
void become_owner_of(const std::filesystem::path& data_dir, const std::vector<std::filesystem::path>& needed);

}  // namespace kongflow::host
