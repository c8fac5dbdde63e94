#include "client/content_coding.h"

#include <Poco/String.h>
#include <zlib.h>

#include <array>
#include <stdexcept>

#include "client/shown_text.h"

namespace kongflow::endpoints {
namespace {

constexpr int kWindowBits = 15;
constexpr int kGzip = kWindowBits + 16;
constexpr int kZlib = kWindowBits;
constexpr int kRawDeflate = -kWindowBits;
constexpr std::size_t kShownCoding = 40;

bool begins_with_gzip(std::string_view body) {
  return body.substr(0, 2) == "\x1F\x8B";
}

bool begins_with_zlib(std::string_view body) {
  if (body.size() < 2) return false;
  const auto first = static_cast<unsigned char>(body[0]);
  const auto second = static_cast<unsigned char>(body[1]);
  return (first & 0x0F) == Z_DEFLATED && (first * 256 + second) % 31 == 0;
}

bool begins_like_json_or_markup(std::string_view body) {
  const auto first = body.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && std::string_view("{[<").find(body[first]) != std::string_view::npos;
}

class Inflater {
 public:
  Inflater(std::string& body, int format) {
    stream_.next_in = reinterpret_cast<Bytef*>(body.data());
    stream_.avail_in = static_cast<uInt>(body.size());
    if (inflateInit2(&stream_, format) != Z_OK) throw std::runtime_error("zlib is out of memory");
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  DecodedBody run(std::size_t max_bytes) {
    DecodedBody decoded;
    std::array<char, 16'384> buffer;
    while (decoded.text.size() <= max_bytes) {
      stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
      stream_.avail_out = buffer.size();
      const int result = inflate(&stream_, Z_NO_FLUSH);
      decoded.text.append(buffer.data(), buffer.size() - stream_.avail_out);
      if (result == Z_STREAM_END) {
        if (!another_member()) break;
        inflateReset(&stream_);
      } else if (result == Z_BUF_ERROR && stream_.avail_in == 0) {
        decoded.problem = "The answer is compressed, and ends early";
        break;
      } else if (result != Z_OK) {
        decoded.problem = "The answer is compressed, and damaged";
        break;
      }
    }
    return decoded;
  }

 private:
  bool another_member() const {
    return begins_with_gzip({reinterpret_cast<const char*>(stream_.next_in), stream_.avail_in});
  }

  z_stream stream_{};
};

}  // namespace

DecodedBody decode_body(std::string body, std::string_view coding, std::size_t max_bytes) {
  const std::string name = Poco::toLower(Poco::trim(std::string(coding)));
  if (name.empty() || name == "identity") return {std::move(body), std::nullopt};
  if (name == "gzip" || name == "x-gzip") {
    if (!begins_with_gzip(body)) return {std::move(body), std::nullopt};
    return Inflater(body, kGzip).run(max_bytes);
  }
  if (begins_like_json_or_markup(body)) return {std::move(body), std::nullopt};
  if (name == "deflate") return Inflater(body, begins_with_zlib(body) ? kZlib : kRawDeflate).run(max_bytes);
  return {"",
          "The answer is compressed with \"" + first_line(name, kShownCoding) +
              "\" although the request does not accept that: let the app send this path uncompressed, or with gzip"};
}

}  // namespace kongflow::endpoints
