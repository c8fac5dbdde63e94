// Checks a plugin's file before it is opened, because the dynamic loader crashes on incomplete files and gives no
// advice about others.
#pragma once

#include <filesystem>
#include <string>

namespace kongflow::host {

// The reason why the loader cannot open the file at `path`, with advice, to follow "is rejected: "; empty: no known
// problem. Reads only the file's headers.
std::string shared_object_problem(const std::filesystem::path& path);

// The dlerror() message about the file at `path`, with advice for known causes.
std::string explain_loader_error(const std::filesystem::path& path, const std::string& words);

}  // namespace kongflow::host
