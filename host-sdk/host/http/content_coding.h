// Decodes content codings of request bodies.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "host/http/http_message.h"

namespace kongflow::host {

constexpr std::string_view kDecodedCodings = "gzip, deflate";

struct CodingProblem {
  unsigned status;     // 400, 413 or 415
  std::string reason;  // a sentence
};

// Decodes `body` from the codings in the content-encoding header of `headers`. Each decoded stage may have at most
// `max_bytes`. [any thread]
std::variant<std::string, CodingProblem> decode_content(const HttpHeaders& headers, std::string body,
                                                        std::size_t max_bytes);

}  // namespace kongflow::host
