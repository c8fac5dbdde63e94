#include "client/content_coding.h"

#include <utility>

#include "client/answer_message.h"
#include "client/display_text.h"
#include "compression/content_codings.h"

namespace kongflow::endpoints {
namespace {

using compression::Inflated;

constexpr std::size_t kShownCoding = 40;
constexpr const char* kSendPlain = ": send this path uncompressed, or with gzip";

bool begins_like_json_or_markup(std::string_view body) {
  const BodyKind kind = body_kind(body);
  return kind == BodyKind::json || kind == BodyKind::html || kind == BodyKind::xml;
}

// Detects UTF-16 with and without a byte order mark: JSON and markup begin with ASCII.
bool is_utf16(std::string_view body) {
  const auto mark = body.substr(0, 2);
  return mark == "\xFF\xFE" || mark == "\xFE\xFF" || (mark.size() == 2 && (mark[0] == '\0') != (mark[1] == '\0'));
}

bool is_plain(std::string_view body, const std::string& coding) {
  const bool gzip = coding == "gzip" || coding == "x-gzip";
  return gzip ? !compression::begins_with_gzip(body) : begins_like_json_or_markup(body);
}

}  // namespace

DecodedBody decode_body(std::string body, const std::vector<std::string>& content_encoding, std::size_t max_bytes) {
  std::vector<std::string> codings = compression::parse_codings(content_encoding);
  if (body.empty()) return {};
  if (codings.size() > compression::kMaxCodings)
    return {"",
            "The response has more than " + std::to_string(compression::kMaxCodings) + " content codings" + kSendPlain};
  for (; !codings.empty(); codings.pop_back()) {
    if (is_plain(body, codings.back())) continue;
    auto inflated = compression::inflate(body, codings.back(), max_bytes);
    if (!inflated)
      return {"", "The response has the content coding \"" + first_line(codings.back(), kShownCoding) +
                      "\", which is not supported" + kSendPlain};
    body = std::move(inflated->text);
    if (inflated->end == Inflated::End::too_large) break;
    if (inflated->end == Inflated::End::truncated) return {std::move(body), "The compressed response is truncated"};
    if (inflated->end == Inflated::End::damaged) return {std::move(body), "The compressed response is damaged"};
  }
  if (compression::begins_with_gzip(body)) return {"", "The response is compressed, but has no Content-Encoding"};
  if (is_utf16(body)) return {"", "The response is in UTF-16: send UTF-8"};
  return {std::move(body), std::nullopt};
}

}  // namespace kongflow::endpoints
