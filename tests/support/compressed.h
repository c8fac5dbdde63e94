// Bodies as clients and apps compress them.
#pragma once

#include <cppunit/TestAssert.h>
#include <zlib.h>

#include <string>

namespace kongflow::testing {

// `windowBits` as zlib.h has them: 31 gzip, 15 zlib, -15 raw deflate.
inline std::string compressed(const std::string& text, int window_bits) {
  z_stream stream{};
  CPPUNIT_ASSERT_EQUAL(Z_OK, deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY));
  std::string packed(deflateBound(&stream, text.size()) + 32, '\0');
  std::string input = text;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  CPPUNIT_ASSERT_EQUAL(Z_STREAM_END, deflate(&stream, Z_FINISH));
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

inline std::string gzip(const std::string& text) {
  return compressed(text, 31);
}

}  // namespace kongflow::testing
