// JSON as text: validation before values are stored or forwarded, and access to slices. Values are never parsed and
// re-serialized, so that numbers and unknown members remain exactly as written.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kongflow::endpoints {

constexpr int kMaxJsonDepth = 128;  // nesting of arrays and objects

struct JsonProblem {
  enum class Kind {
    syntax,      // not JSON (RFC 8259), or not UTF-8
    depth,       // nested too deeply
    characters,  // \u0000 or an unpaired surrogate in a string or a key, which jsonb cannot store
    number,      // too large or too precise for PostgreSQL's numeric
  };
  Kind kind;
  std::string path;     // `jobs.0.name`; empty at the top level
  std::string message;  // a sentence for people
  std::size_t offset;   // in bytes
};

// Removes the byte order mark at the beginning of `text`, as most UTF-8 readers do.
std::string_view without_byte_order_mark(std::string_view text);

// The first problem of `text` as one JSON value; nullopt when jsonb can store it.
std::optional<JsonProblem> find_json_problem(std::string_view text, int max_depth = kMaxJsonDepth);

// Replacements for values that jsonb cannot store, and for numbers that exceed machine types. Empty: an unstorable
// value remains a problem, a large number remains unchanged.
struct Placeholders {
  std::string_view characters;         // inside a string: for \u0000 and unpaired surrogates
  std::string_view number = {};        // for a number that is too large or too precise for numeric
  std::string_view large_number = {};  // for a number of more than 18 digits or above 1e200; its sign is kept
};

// Replaces values in `text`, or returns the first remaining problem.
std::variant<std::string, JsonProblem> replace_unstorable(std::string_view text, const Placeholders& placeholders,
                                                          int max_depth = kMaxJsonDepth);

// Replaces unstorable characters by U+FFFD; nullopt when another problem remains.
std::optional<std::string> sanitize_json(std::string_view text, int max_depth = kMaxJsonDepth);

// The functions below require text without a problem, or a slice of such text.

enum class JsonType { object, array, string, number, boolean, null };
JsonType json_type(std::string_view value);

struct JsonMember {
  std::string name;        // decoded
  std::string_view value;  // as written, without surrounding space
};
// The members in the order of the text, including duplicates. Empty unless `value` is an object.
std::vector<JsonMember> json_members(std::string_view value);
// The last member with this name; nullopt when `value` is no object or has no such member.
std::optional<std::string_view> json_member(std::string_view value, std::string_view name);
bool is_empty_json_object(std::string_view value);
// Empty unless `value` is an array.
std::vector<std::string_view> json_elements(std::string_view value);
// The decoded text of a string; nullopt unless `value` is a string.
std::optional<std::string> json_string(std::string_view value);

// `utf8` as a JSON string in quotes.
std::string quote_json(std::string_view utf8);

}  // namespace kongflow::endpoints
