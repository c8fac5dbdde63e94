// Root's commands in a data folder that belongs to another user.
#pragma once

#include <filesystem>
#include <vector>

namespace kongflow::host {

// As root, when `data_dir` is another user's: the process becomes that user for good, so that it leaves nothing there
// that the service could not write. Otherwise does nothing. Throws std::runtime_error with a sentence, also when that
// user may not read one of `needed`: the files and folders that the process reads afterwards, as far as they exist.
void become_owner_of(const std::filesystem::path& data_dir, const std::vector<std::filesystem::path>& needed);

}  // namespace kongflow::host
