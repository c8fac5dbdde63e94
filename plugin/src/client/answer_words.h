// The words and the kind of an answer's body.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

enum class BodyKind { empty, json, html, xml, text, binary };

// By the beginning of `body`, which may be cut: what begins like an object or an array is JSON.
BodyKind body_kind(std::string_view body);

// The words for people in an answer that is not what was asked for, as first_line:
// - JSON: "message", "msg", "error", "error_description", "detail", "description", "reason", "title" or "errors", a
// text
//   or the first one inside.
// - XML: the element of such a name.
// - Plain text: its first line.
// nullopt: it has none, or is HTML.
std::optional<std::string> words_of(std::string_view body);

// Of HTML, as first_line. nullopt: it has none.
std::optional<std::string> html_title(std::string_view body);

}  // namespace kongflow::endpoints
