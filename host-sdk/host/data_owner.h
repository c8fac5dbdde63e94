// Root's commands in a data folder that belongs to somebody else.
#pragma once

#include <filesystem>

namespace kongflow::host {

// As root, when `data_dir` is another user's: the process becomes that user for good, so that it leaves nothing there
// that the service could not write. Else does nothing. Throws std::runtime_error with a sentence.
void become_owner_of(const std::filesystem::path& data_dir);

}  // namespace kongflow::host
