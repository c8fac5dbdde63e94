#include <iostream>

#include "host/cli/commands.h"
#include "host/cli/config_argument.h"
#include "host/config/host_options.h"
#include "host/config/program_paths.h"
#include "host/config/units.h"
#include "host/plugins/plugin_library.h"

namespace kongflow::host::cli {
namespace {

std::string notes_of(const Option& option) {
  std::string notes;
  if (option.required) notes += " Required.";
  if (option.secret) notes += " Secret.";
  if (!option.choices.empty()) {
    notes += " One of:";
    for (const auto& choice : option.choices) notes += " `\"" + choice + "\"`";
    notes += ".";
  }
  if (option.minimum == 0 && option.maximum == 0) return notes;
  const auto bound = [&](std::int64_t number) { return "`" + toml_text(option, Value(number)) + "`"; };
  return notes + " From " + bound(option.minimum) + " to " + bound(option.maximum) + ".";
}

void print(const std::vector<Option>& options) {
  std::cout << "| key | type | default | meaning |\n|---|---|---|---|\n";
  for (const auto& option : options) {
    const std::string fallback =
        option.default_value ? "`" + toml_text(option, *check_default(option).value) + "`" : "";
    std::cout << "| `" << option.name << "` | " << name_of(option.type) << " | " << fallback << " | " << option.doc
              << notes_of(option) << " |\n";
  }
}

int reference(const Arguments& arguments) {
  std::cout << "# Settings of kongflow-host\n\n"
               "The file is TOML. In every string, `${NAME}` stands for the environment variable NAME (`$${` is a "
               "literal `${`), so\n"
               "secrets can stay out of the file. `--set key=value` on the command line overrides the file.\n\n";
  print(host_options());
  std::cout << "\n# Settings of every plugin, in `[plugins.<id>]`\n\n";
  print(reserved_plugin_options());
  if (!arguments.has("config")) return 0;
  const Config config = read_good_config(arguments);
  for (const auto& table : config.plugins) {
    if (table.absent_from(plugin_dir(config.settings))) continue;
    const auto loaded = load_plugin_library(table.path_in(plugin_dir(config.settings)), table.id);
    if (!loaded.library) throw std::runtime_error(loaded.refusal);
    std::cout << "\n# Settings of " << loaded.library->descriptor->name << ", in `[" << table.name() << "]`\n\n";
    print(loaded.library->options);
  }
  return 0;
}

}  // namespace

Command reference_command() {
  return {"reference",
          "Prints all settings with type, default and meaning, as Markdown.",
          "With --config, also prints the settings of the plugins in that file.",
          {},
          {},
          &reference};
}

}  // namespace kongflow::host::cli
