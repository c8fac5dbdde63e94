// Whether a file can be a plugin's shared object, judged before it is opened: the dynamic loader crashes on an
// incomplete file, and does not say what to do about others.
#pragma once

#include <filesystem>
#include <string>

namespace kongflow::host {

// Why the loader cannot take the file at `path` and what to do, to follow "is refused: "; empty: nothing is known
// against it. Reads the file's headers alone.
std::string shared_object_problem(const std::filesystem::path& path);

// The words of dlerror() about the file at `path`, with what to do where the cause is known.
std::string explain_loader_error(const std::filesystem::path& path, const std::string& words);

}  // namespace kongflow::host
