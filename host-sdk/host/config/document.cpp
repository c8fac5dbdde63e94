#include "host/config/document.h"

#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

namespace kongflow::host {
namespace {

Position position_of(const toml::source_region& region, const std::string& source) {
  return {region.path ? *region.path : source, region.begin.line, region.begin.column};
}

class Flattener {
 public:
  explicit Flattener(std::string source) : source_(std::move(source)) {}

  void table(const std::string& prefix, const toml::table& table) {
    for (const auto& [key, node] : table) {
      const std::string name = prefix.empty() ? std::string(key.str()) : prefix + "." + std::string(key.str());
      const Position at = position_of(key.source(), source_);
      used_environment_ = false;
      RawValue raw = value(node, at);
      document.entries.push_back({name, std::move(raw), at, used_environment_});
      if (const auto* child = node.as_table()) this->table(name, *child);
    }
  }

  ConfigDocument document;

 private:
  RawValue value(const toml::node& node, const Position& at) {
    if (const auto* text = node.as_string()) return expanded(text->get(), at);
    if (const auto* number = node.as_integer()) return number->get();
    if (const auto* number = node.as_floating_point()) return number->get();
    if (const auto* boolean = node.as_boolean()) return boolean->get();
    if (node.is_table()) return TableMark{};
    if (const auto* array = node.as_array()) return list(*array, at);
    return UnsupportedValue{"a date or time"};
  }

  RawValue list(const toml::array& array, const Position& at) {
    TextList texts;
    for (const auto& node : array) {
      const auto* text = node.as_string();
      if (text == nullptr) return UnsupportedValue{"a list with elements other than text"};
      texts.push_back(expanded(text->get(), at));
    }
    return texts;
  }

  std::string expanded(const std::string& text, const Position& at) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
      if (text.compare(i, 3, "$${") == 0) {
        out += "${";
        i += 3;
        continue;
      }
      const auto end = text.compare(i, 2, "${") == 0 ? text.find('}', i) : std::string::npos;
      if (end == std::string::npos) {
        out += text[i++];
        continue;
      }
      const std::string name = text.substr(i + 2, end - i - 2);
      if (const char* value = std::getenv(name.c_str())) {
        out += value;
        used_environment_ = true;
      } else {
        document.problems.push_back({at, "the environment variable \"" + name + "\" is not set"});
      }
      i = end + 1;
    }
    return out;
  }

  const std::string source_;
  bool used_environment_ = false;  // in the current value
};

// The parser's message, with advice. Messages about numbers quote the number, which may be a secret without quotes.
std::string explained(const std::string& words, std::string_view text) {
  const auto has = [&words](const char* part) { return words.find(part) != std::string::npos; };
  if (has("utf-8")) {
    const std::string_view mark = text.substr(0, 2);
    const bool utf_16 = mark == "\xff\xfe" || mark == "\xfe\xff";
    return utf_16 ? "this is UTF-16 text: save the file as UTF-8" : "this is not UTF-8 text: save the file as UTF-8";
  }
  if (has("not representable")) return "a number is too large: write text in straight quotes";
  if (has("cannot redefine") || has("cannot insert")) return words + ": remove one of the two";
  if (has("after '\\r'")) return "a line ends with a carriage return alone: save the file with Unix line ends";
  if (has("control character")) return words + ": is a quote missing before it?";
  return words + ": write key = value, with texts in straight quotes, below a [table] line";
}

std::optional<toml::table> parse(std::string_view text, const std::string& source, Problems& problems) {
  try {
    return toml::parse(text, source);
  } catch (const toml::parse_error& error) {
    problems.push_back({position_of(error.source(), source), explained(std::string(error.description()), text)});
    return std::nullopt;
  }
}

// The reason why the file cannot be read; empty: it can.
std::string unreadable(const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) return "it is a folder: name a file in it";
  if (::access(file.c_str(), R_OK) == 0) return {};
  if (errno == ENOENT) return "there is no such file: name another one with --config FILE";
  const std::string reason = std::strerror(errno);
  return reason + (errno == EACCES ? ": give the user who runs this command the right to read it" : "");
}

ConfigDocument flat(std::string_view text, const std::string& source) {
  Flattener flattener(source);
  if (const auto table = parse(text, source, flattener.document.problems)) flattener.table("", *table);
  std::stable_sort(flattener.document.entries.begin(), flattener.document.entries.end(),
                   [](const ConfigEntry& a, const ConfigEntry& b) {
                     return std::make_pair(a.at.line, a.at.column) < std::make_pair(b.at.line, b.at.column);
                   });
  return std::move(flattener.document);
}

bool within(const std::string& key, const std::string& table) {
  return key == table || key.compare(0, table.size() + 1, table + ".") == 0;
}

}  // namespace

ConfigDocument read_document(const std::filesystem::path& file) {
  if (const std::string reason = unreadable(file); !reason.empty())
    return {{}, {{{file.string(), 0, 0}, "the config file cannot be read: " + reason}}};
  std::ifstream in(file, std::ios::binary);
  return flat(std::string(std::istreambuf_iterator<char>(in), {}), file.string());
}

ConfigDocument read_override(const std::string& text) {
  const auto equals = text.find('=');
  const std::string key = text.substr(0, equals);
  const std::string source = "--set " + key;
  if (equals == std::string::npos || key.empty())
    return {{}, {{{"--set " + text, 0, 0}, "write it as table.key=value"}}};
  ConfigDocument document = flat(key + " = " + text.substr(equals + 1), source);
  if (!document.problems.empty()) {
    toml::value<std::string> plain(text.substr(equals + 1));
    std::ostringstream quoted;
    quoted << plain;
    document = flat(key + " = " + quoted.str(), source);
  }
  for (auto& entry : document.entries) entry.at = {source, 0, 0};
  for (auto& problem : document.problems) problem.at = {source, 0, 0};
  return document;
}

void apply(ConfigDocument& document, ConfigDocument change) {
  for (auto& entry : change.entries) {
    auto& entries = document.entries;
    const bool table = std::holds_alternative<TableMark>(entry.value);
    const auto same = [&](const ConfigEntry& other) {
      return table ? other.key == entry.key : within(other.key, entry.key);
    };
    if (table && std::any_of(entries.begin(), entries.end(), same)) continue;
    entries.erase(std::remove_if(entries.begin(), entries.end(), same), entries.end());
    entries.push_back(std::move(entry));
  }
  std::move(change.problems.begin(), change.problems.end(), std::back_inserter(document.problems));
}

}  // namespace kongflow::host
