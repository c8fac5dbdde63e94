#include "host/http/content_coding.h"

#include <zlib.h>

#include <array>
#include <memory>
#include <new>
#include <vector>

namespace kongflow::host {
namespace {

constexpr int zlib_or_gzip = 15 + 32;  // window bits, as zlib.h has them
constexpr int raw_deflate = -15;
constexpr std::size_t buffer_bytes = std::size_t{16} * 1024;
constexpr std::size_t max_codings = 3;

// In the order in which the client applied them; identity, which changes nothing, is left out.
std::vector<std::string> codings_of(const HttpHeaders& headers) {
  std::vector<std::string> codings;
  for (const auto& [name, value] : headers) {
    if (name != "content-encoding") continue;
    for (std::string_view rest = value; !rest.empty();) {
      const std::string_view item = rest.substr(0, rest.find(','));
      rest.remove_prefix(item.size() < rest.size() ? item.size() + 1 : rest.size());
      const auto first = item.find_first_not_of(" \t");
      if (first == std::string_view::npos) continue;
      std::string coding = lower_case(item.substr(first, item.find_last_not_of(" \t") + 1 - first));
      if (coding != "identity") codings.push_back(std::move(coding));
    }
  }
  return codings;
}

bool has_zlib_header(const std::string& body) {
  if (body.size() < 2) return false;
  const unsigned first = static_cast<unsigned char>(body[0]);
  const unsigned second = static_cast<unsigned char>(body[1]);
  return (first & 15) == Z_DEFLATED && (first * 256 + second) % 31 == 0;
}

std::variant<std::string, CodingProblem> inflated(std::string& body, int window_bits, std::size_t max_bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, window_bits) != Z_OK) throw std::bad_alloc();
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> owner(&stream, &inflateEnd);
  stream.next_in = reinterpret_cast<Bytef*>(body.data());
  stream.avail_in = static_cast<uInt>(body.size());
  std::string decoded;
  std::array<char, buffer_bytes> buffer{};
  while (true) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = buffer.size();
    const int result = inflate(&stream, Z_NO_FLUSH);
    decoded.append(buffer.data(), buffer.size() - stream.avail_out);
    if (decoded.size() > max_bytes)
      return CodingProblem{413, "The decoded body is larger than " + std::to_string(max_bytes) + " bytes."};
    if (result == Z_STREAM_END && stream.avail_in == 0) return decoded;
    const bool next_member = result == Z_STREAM_END && inflateReset(&stream) == Z_OK;
    if (!next_member && result != Z_OK)
      return CodingProblem{400, "The body is not encoded as its Content-Encoding says, or is incomplete."};
  }
}

}  // namespace

std::variant<std::string, CodingProblem> decode_content(const HttpHeaders& headers, std::string body,
                                                        std::size_t max_bytes) {
  std::vector<std::string> codings = codings_of(headers);
  if (codings.size() > max_codings)
    return CodingProblem{415, "The body has more content codings than the host decodes."};
  for (; !codings.empty() && !body.empty(); codings.pop_back()) {
    const bool gzip = codings.back() == "gzip" || codings.back() == "x-gzip";
    if (!gzip && codings.back() != "deflate")
      return CodingProblem{415, "The content codings that the host decodes are " + std::string(decoded_codings) + "."};
    auto decoded = inflated(body, gzip || has_zlib_header(body) ? zlib_or_gzip : raw_deflate, max_bytes);
    if (std::holds_alternative<CodingProblem>(decoded)) return decoded;
    body = std::get<std::string>(std::move(decoded));
  }
  return body;
}

}  // namespace kongflow::host
