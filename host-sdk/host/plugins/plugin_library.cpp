#include "host/plugins/plugin_library.h"

#include <dlfcn.h>

#include "host/plugins/plugin_descriptor.h"
#include "host/plugins/shared_object_file.h"

namespace kongflow::host {
namespace {

std::string problem_of(const kf_descriptor* descriptor, const std::optional<std::string>& expected_id,
                       std::vector<Option>& options) {
  std::string problem = header_problem(descriptor);
  if (problem.empty()) problem = names_problem(descriptor);
  if (problem.empty() && expected_id && descriptor->id != *expected_id)
    problem =
        std::string("its id is \"") + descriptor->id + "\", but the config file names it \"" + *expected_id + "\"";
  if (problem.empty()) problem = services_problem(descriptor);
  if (problem.empty()) problem = options_problem(descriptor, options);
  return problem;
}

}  // namespace

std::string PluginLibrary::abi() const {
  return abi_text(descriptor->abi_major, descriptor->abi_minor);
}

kf_entry_fn find_plugin_entry(const std::filesystem::path& path, std::string& refusal) {
  const auto file = std::filesystem::absolute(path);
  refusal = shared_object_problem(file);
  if (!refusal.empty()) return nullptr;
  void* handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (handle == nullptr) {
    refusal = explain_loader_error(file, dlerror());
    return nullptr;
  }
  const auto entry = reinterpret_cast<kf_entry_fn>(dlsym(handle, KF_ENTRY_SYMBOL));
  if (entry == nullptr)
    refusal = "it is not a KongFlow plugin: it has no function " KF_ENTRY_SYMBOL "; name another file";
  return entry;
}

LoadedLibrary load_plugin_library(const std::filesystem::path& path, const std::optional<std::string>& expected_id) {
  PluginLibrary library;
  library.path = path;
  std::string refusal;
  if (const auto entry = find_plugin_entry(path, refusal)) {
    library.descriptor = entry();
    refusal = problem_of(library.descriptor, expected_id, library.options);
  }
  if (refusal.empty()) return {library, ""};
  return {std::nullopt, "the plugin " + path.string() + " is rejected: " + refusal};
}

}  // namespace kongflow::host
