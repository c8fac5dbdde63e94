// The text behind the Content-Encoding of an answer. None is asked for (Accept-Encoding: identity), but some servers
// and proxies compress anyway.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kongflow::endpoints {

struct DecodedBody {
  std::string text;                    // as far as it could be decoded
  std::optional<std::string> problem;  // a sentence for people: the coding is not supported, the data is damaged
};

// gzip and deflate; a body that is not compressed although `coding` says so stays as it is. Stops beyond `max_bytes` of
// text, so that `text` is larger only when the whole would be.
DecodedBody decode_body(std::string body, std::string_view coding, std::size_t max_bytes);

}  // namespace kongflow::endpoints
