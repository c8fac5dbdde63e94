// The words and the kind of an answer's body.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

enum class BodyKind { empty, json, html, xml, text, binary };

// By the beginning of `body`, which may be cut: what begins like an object or an array is JSON.
BodyKind body_kind(std::string_view body);

// The words for people in an unexpected answer, as first_line. nullopt: it has none, or is HTML.
// - JSON: the value, or the first text inside, of "message", "msg", "error_description", "error", "detail",
//   "description", "reason", "errors", "title" or the like.
// - XML: the element of such a name.
// - Plain text: its first line.
std::optional<std::string> words_of(std::string_view body);

// Of HTML, as first_line. nullopt: it has none.
std::optional<std::string> html_title(std::string_view body);

}  // namespace kongflow::endpoints
