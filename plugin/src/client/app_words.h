// What apps say is shown to people: in bounded length, and without the API key that they were sent.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/endpoint_client.h"

namespace kongflow::endpoints {

// At most so many bytes of `utf8`, cut between characters, with … for the rest.
std::string shorten(std::string_view utf8, std::size_t max_bytes = 200);

// `text` with "***" for each `secret` and each part of it that tells something (eight letters or digits in a row),
// percent-encoded or not, in whatever case, with whatever punctuation and space between them.
std::string without_secret(std::string text, std::string_view secret);
std::optional<ClientFailure> without_secret(std::optional<ClientFailure> failure, std::string_view secret);

// The first line of `text` that shows anything, in at most so many bytes, for people: valid UTF-8 without control and
// formatting characters. Reads the beginning only.
std::string first_line(std::string_view text, std::size_t max_bytes = 200);

// The words for people in an answer that is not what was asked for: of JSON its "message", "error", "error.message",
// "detail", "title" or "errors", of plain text its first line. nullopt: it has none, or is markup.
std::optional<std::string> words_of(std::string_view body);

bool is_markup(std::string_view body);  // HTML or XML

// Of HTML, as first_line. nullopt: it has none.
std::optional<std::string> html_title(std::string_view body);

}  // namespace kongflow::endpoints
