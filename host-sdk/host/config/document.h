// Reads a TOML file as a flat list of keys with positions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "host/config/problem.h"

namespace kongflow::host {

struct TableMark {};       // the key opens a table; its keys follow
struct UnsupportedValue {  // a type that no setting has
  std::string kind;        // "a date", "a list of tables", …
};
using TextList = std::vector<std::string>;
using RawValue = std::variant<std::string, std::int64_t, double, bool, TextList, TableMark, UnsupportedValue>;

struct ConfigEntry {
  std::string key;  // dotted
  RawValue value;
  Position at;
  bool environment = false;  // the value contains an environment variable
};

struct ConfigDocument {
  std::vector<ConfigEntry> entries;  // in file order, tables before their keys
  Problems problems;                 // unreadable file, invalid TOML, unset environment variables
};

// Replaces ${NAME} in texts with the environment variable NAME; $${ is a literal ${.
ConfigDocument read_document(const std::filesystem::path& file);

// Parses "table.key=value" from --set. The value is TOML, or plain text when it is not valid TOML.
ConfigDocument read_override(const std::string& text);

// Merges `change` into `document`; `change` wins.
void apply(ConfigDocument& document, ConfigDocument change);

}  // namespace kongflow::host
