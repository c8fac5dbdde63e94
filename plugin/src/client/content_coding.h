// Decodes the body of an answer. The request asks for no compression (Accept-Encoding: identity), but some servers and
// proxies compress anyway.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace kongflow::endpoints {

struct DecodedBody {
  std::string text;                    // as far as it could be decoded
  std::optional<std::string> problem;  // a sentence for people: a coding is not supported, the data is damaged, …
};

// Removes the codings that the values of Content-Encoding name, gzip and deflate, at most three. A body that is not
// compressed although a coding says so stays as it is. One that is compressed although no coding says so, or that is in
// UTF-16, has a problem and no text. Stops beyond `max_bytes` after any of them, so that `text` is
// larger only when the body would be.
DecodedBody decode_body(std::string body, const std::vector<std::string>& content_encoding, std::size_t max_bytes);

}  // namespace kongflow::endpoints
