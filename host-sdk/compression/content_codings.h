// Decodes the HTTP content codings that the host and the endpoints plugin support: gzip and deflate (RFC 9110, 8.4.1).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kongflow::compression {

constexpr std::size_t kMaxCodings = 3;  // limit for the codings of one body

// Parses values of Content-Encoding. Returns the codings in lower case, in the order in which they were applied,
// without identity.
std::vector<std::string> parse_codings(const std::vector<std::string>& values);

struct Inflated {
  enum class End { complete, truncated, damaged, too_large };
  std::string text;  // the part that could be decoded
  End end = End::complete;
  std::size_t unread = 0;  // input bytes after the end of the compressed data
};

// Returns nullopt unless `coding` is gzip, x-gzip or deflate. Concatenated gzip members yield one text. Stops with
// too_large as soon as the text exceeds `max_bytes`. Throws std::bad_alloc. [any thread]
std::optional<Inflated> inflate(std::string_view body, std::string_view coding, std::size_t max_bytes);

bool begins_with_gzip(std::string_view body);

}  // namespace kongflow::compression
