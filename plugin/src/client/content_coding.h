// Decodes the body of a response. Requests ask for no compression (Accept-Encoding: identity), but some servers and
// proxies compress anyway.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace kongflow::endpoints {

struct DecodedBody {
  std::string text;                    // the part that could be decoded
  std::optional<std::string> problem;  // a sentence for people: unsupported coding, damaged data, …
};

// Removes the codings gzip and deflate that Content-Encoding names, at most three. A body that is not compressed,
// although a coding is declared, is returned unchanged. A body that is compressed without a declared coding, or that is
// in UTF-16, yields a problem and no text. Decoding stops beyond `max_bytes`: `text` exceeds the limit exactly when the
// body does.
DecodedBody decode_body(std::string body, const std::vector<std::string>& content_encoding, std::size_t max_bytes);

}  // namespace kongflow::endpoints
