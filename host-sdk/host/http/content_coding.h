// Content codings of request bodies.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "host/http/http_message.h"

namespace kongflow::host {

constexpr std::string_view decoded_codings = "gzip, deflate";

struct CodingProblem {
  unsigned status;     // 400, 413 or 415
  std::string reason;  // a sentence
};

// `body` without the codings that `headers` name in content-encoding, at most `max_bytes` after each. [any thread]
std::variant<std::string, CodingProblem> decode_content(const HttpHeaders& headers, std::string body,
                                                        std::size_t max_bytes);

}  // namespace kongflow::host
