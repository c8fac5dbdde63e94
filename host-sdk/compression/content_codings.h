// The content codings of HTTP that the host and the endpoints plugin decode: gzip and deflate (RFC 9110, 8.4.1).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kongflow::compression {

constexpr std::size_t kMaxCodings = 3;  // applied one after the other

// The codings of the values of Content-Encoding in the order in which they were applied, in lower case; identity, which
// changes nothing, is left out.
std::vector<std::string> parse_codings(const std::vector<std::string>& values);

struct Inflated {
  enum class End { complete, truncated, damaged, too_large };
  std::string text;  // as far as it could be decoded
  End end = End::complete;
  std::size_t unread = 0;  // bytes behind the end of complete data
};

// nullopt: `coding` is neither gzip, x-gzip nor deflate. Members of gzip behind each other are one text. Stops with
// too_large as soon as the text has more than `max_bytes`. Throws std::bad_alloc. [any thread]
std::optional<Inflated> inflate(std::string_view body, std::string_view coding, std::size_t max_bytes);

bool begins_with_gzip(std::string_view body);

}  // namespace kongflow::compression
