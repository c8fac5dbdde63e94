// A TOML file as a flat list of keys with positions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "host/config/problem.h"

namespace kongflow::host {

struct TableMark {};       // the key opens a table; its keys follow
struct UnsupportedValue {  // a value that no setting has
  std::string kind;        // "a date", "a list of tables", …
};
using TextList = std::vector<std::string>;
using RawValue = std::variant<std::string, std::int64_t, double, bool, TextList, TableMark, UnsupportedValue>;

struct ConfigEntry {
  std::string key;  // dotted
  RawValue value;
  Position at;
  bool environment = false;  // an environment variable is in the value
};

struct ConfigDocument {
  std::vector<ConfigEntry> entries;  // in the order of the text, tables before their keys
  Problems problems;                 // the file cannot be read, is no TOML, names an unset environment variable
};

// In every text, ${NAME} becomes the environment variable NAME, and $${ is a plain ${.
ConfigDocument read_document(const std::filesystem::path& file);

// Reads "table.key=value", as --set takes it; the value is TOML or else plain text.
ConfigDocument read_override(const std::string& text);

// Adds what `change` says, which wins.
void apply(ConfigDocument& document, ConfigDocument change);

}  // namespace kongflow::host
