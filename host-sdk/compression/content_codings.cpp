#include "compression/content_codings.h"

#include <zlib.h>

#include <array>
#include <cctype>
#include <memory>
#include <new>

namespace kongflow::compression {
namespace {

constexpr int kZlibOrGzip = 15 + 32;  // window bits as defined in zlib.h
constexpr int kRawDeflate = -15;
constexpr std::size_t kBufferBytes = std::size_t{16} * 1024;

std::string trimmed_lower(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  std::string lower(text.substr(first, text.find_last_not_of(" \t") + 1 - first));
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

// Servers send "deflate" with or without a zlib header.
bool has_zlib_header(std::string_view body) {
  if (body.size() < 2) return false;
  const unsigned first = static_cast<unsigned char>(body[0]);
  const unsigned second = static_cast<unsigned char>(body[1]);
  return (first & 15) == Z_DEFLATED && (first * 256 + second) % 31 == 0;
}

Inflated run(std::string_view body, int window_bits, std::size_t max_bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, window_bits) != Z_OK) throw std::bad_alloc();
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> owner(&stream, &inflateEnd);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  Inflated inflated;
  std::array<char, kBufferBytes> buffer{};
  while (true) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = buffer.size();
    const int result = ::inflate(&stream, Z_NO_FLUSH);
    inflated.text.append(buffer.data(), buffer.size() - stream.avail_out);
    inflated.unread = stream.avail_in;
    if (inflated.text.size() > max_bytes) {
      inflated.end = Inflated::End::too_large;
      return inflated;
    }
    if (result == Z_STREAM_END) {
      if (!begins_with_gzip(body.substr(body.size() - stream.avail_in))) return inflated;
      inflateReset(&stream);
    } else if (result != Z_OK) {
      const bool more_needed = result == Z_BUF_ERROR && stream.avail_in == 0;
      inflated.end = more_needed ? Inflated::End::truncated : Inflated::End::damaged;
      return inflated;
    }
  }
}

}  // namespace

std::vector<std::string> parse_codings(const std::vector<std::string>& values) {
  std::vector<std::string> codings;
  for (const std::string_view value : values) {
    for (std::string_view rest = value; !rest.empty();) {
      const std::string_view item = rest.substr(0, rest.find(','));
      rest.remove_prefix(item.size() < rest.size() ? item.size() + 1 : rest.size());
      std::string coding = trimmed_lower(item);
      if (!coding.empty() && coding != "identity") codings.push_back(std::move(coding));
    }
  }
  return codings;
}

std::optional<Inflated> inflate(std::string_view body, std::string_view coding, std::size_t max_bytes) {
  if (coding == "gzip" || coding == "x-gzip") return run(body, kZlibOrGzip, max_bytes);
  if (coding == "deflate") return run(body, has_zlib_header(body) ? kZlibOrGzip : kRawDeflate, max_bytes);
  return std::nullopt;
}

bool begins_with_gzip(std::string_view body) {
  return body.substr(0, 2) == "\x1F\x8B";
}

}  // namespace kongflow::compression
