// JSON as text: what must hold before a value is stored or forwarded, and slices of it. Values are never rebuilt, so
// numbers and unknown members stay exactly as they were written.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kongflow::endpoints {

constexpr int kMaxJsonDepth = 128;  // arrays and objects inside each other

struct JsonProblem {
  enum class Kind {
    syntax,      // not JSON (RFC 8259), or not UTF-8
    depth,       // nested deeper than allowed
    characters,  // \u0000 or half a surrogate pair in a string or a key: PostgreSQL's jsonb cannot hold them
    number,      // too large or too precise for PostgreSQL's numeric
  };
  Kind kind;
  std::string path;     // members and positions on the way to it: `jobs.0.name`; empty at the top
  std::string message;  // a sentence for people
  std::size_t offset;   // bytes before it
};

// `text` without the byte order mark that it may begin with, as most readers of UTF-8 have it.
std::string_view without_byte_order_mark(std::string_view text);

// The first problem of `text` as one JSON value; nullopt: jsonb takes it.
std::optional<JsonProblem> find_json_problem(std::string_view text, int max_depth = kMaxJsonDepth);

// JSON to read in place of what cannot be stored, or be read by a parser with machine numbers. Empty: a problem remains
// one, a large number stays.
struct StandIns {
  std::string_view characters;         // inside a string: for \u0000 and half a surrogate pair
  std::string_view number = {};        // for a number that is too large or too precise for numeric
  std::string_view large_number = {};  // for one of more than 18 digits or above 1e200, after its sign
};

// `text` with these stand-ins, or its first other problem.
std::variant<std::string, JsonProblem> replace_unstorable(std::string_view text, const StandIns& stand_ins,
                                                          int max_depth = kMaxJsonDepth);

// With U+FFFD for characters; nullopt when it has another problem.
std::optional<std::string> sanitize_json(std::string_view text, int max_depth = kMaxJsonDepth);

// All below: only for text without a problem (or a slice of it).

enum class JsonType { object, array, string, number, boolean, null };
JsonType json_type(std::string_view value);

struct JsonMember {
  std::string name;        // decoded
  std::string_view value;  // as written, without the space around it
};
// In the order of the text, duplicates included. Empty for what is no object.
std::vector<JsonMember> json_members(std::string_view value);
// The last member of this name; nullopt: no object, or no such member.
std::optional<std::string_view> json_member(std::string_view value, std::string_view name);
bool is_empty_json_object(std::string_view value);
// Empty for what is no array.
std::vector<std::string_view> json_elements(std::string_view value);
// The decoded text of a string; nullopt for what is no string.
std::optional<std::string> json_string(std::string_view value);

// `utf8` as a JSON string, with its quotes.
std::string quote_json(std::string_view utf8);

}  // namespace kongflow::endpoints
