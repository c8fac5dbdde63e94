// Detects the kind of a response body and extracts its message.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

enum class BodyKind { empty, json, html, xml, text, binary };

// Decides by the beginning of `body`, which may be truncated: text that begins like an object or array is JSON.
BodyKind body_kind(std::string_view body);

// The error message of an unexpected response, formatted by first_line(). nullopt for HTML and when there is none.
// - JSON: the value, or the first text inside the value, of "message", "msg", "error_description", "error", "detail",
//   "description", "reason", "errors", "title" or a similar name.
// - XML: the element with such a name.
// - Plain text: its first line.
std::optional<std::string> find_message(std::string_view body);

// The title of HTML, formatted by first_line(). nullopt: none.
std::optional<std::string> html_title(std::string_view body);

}  // namespace kongflow::endpoints
