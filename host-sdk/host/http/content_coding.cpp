#include "host/http/content_coding.h"

#include <vector>

#include "compression/content_codings.h"

namespace kongflow::host {

std::variant<std::string, CodingProblem> decode_content(const HttpHeaders& headers, std::string body,
                                                        std::size_t max_bytes) {
  using End = compression::Inflated::End;
  std::vector<std::string> values;
  for (const auto& [name, value] : headers)
    if (name == "content-encoding") values.push_back(value);
  std::vector<std::string> codings = compression::parse_codings(values);
  if (codings.size() > compression::kMaxCodings) return CodingProblem{415, "The body has too many content codings."};
  for (; !codings.empty() && !body.empty(); codings.pop_back()) {
    auto inflated = compression::inflate(body, codings.back(), max_bytes);
    if (!inflated)
      return CodingProblem{415, "The host decodes only the content codings " + std::string(kDecodedCodings) + "."};
    if (inflated->end == End::too_large)
      return CodingProblem{413, "The decoded body is larger than " + std::to_string(max_bytes) + " bytes."};
    if (inflated->end != End::complete || inflated->unread > 0)
      return CodingProblem{400, "The body does not match its Content-Encoding, or is incomplete."};
    body = std::move(inflated->text);
  }
  return body;
}

}  // namespace kongflow::host
