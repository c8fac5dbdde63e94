#include <sstream>

#include "client/client_fixture.h"
#include "support/compressed.h"

namespace kongflow::endpoints {
namespace {

constexpr int kGzip = 15 + 16;
constexpr int kZlib = 15;
constexpr int kRawDeflate = -15;

std::string compress(const std::string& text, int format = kGzip) {
  return testing::compressed(text, format);
}

// Answers in codings, sizes and protocols that the client does not ask for.
class UnreadableAnswersTest : public ClientFixture {
  CPPUNIT_TEST_SUITE(UnreadableAnswersTest);
  CPPUNIT_TEST(no_compression_is_asked_for);
  CPPUNIT_TEST(gzip_and_deflate_are_decoded);
  CPPUNIT_TEST(an_empty_answer_has_no_coding);
  CPPUNIT_TEST(too_many_codings_are_refused);
  CPPUNIT_TEST(compressed_words_of_an_error_are_shown);
  CPPUNIT_TEST(text_that_only_claims_to_be_compressed_is_read);
  CPPUNIT_TEST(decoded_size_is_limited);
  CPPUNIT_TEST(damaged_compression_is_unparsable);
  CPPUNIT_TEST(other_codings_are_named);
  CPPUNIT_TEST(undeclared_encodings_are_named);
  CPPUNIT_TEST(headers_may_have_16_kib);
  CPPUNIT_TEST(too_many_headers_are_refused);
  CPPUNIT_TEST(ambiguous_framing_is_refused);
  CPPUNIT_TEST(equal_lengths_are_one);
  CPPUNIT_TEST(chunks_without_the_last_one_are_unparsable);
  CPPUNIT_TEST(unusual_chunks_are_read);
  CPPUNIT_TEST(other_protocols_are_named_at_once);
  CPPUNIT_TEST(connections_that_end_without_an_answer_are_explained);
  CPPUNIT_TEST_SUITE_END();

 public:
  void no_compression_is_asked_for() {
    ScriptedApp app({answer(200, kOk)});
    CPPUNIT_ASSERT(!ping(app.url()));
    CPPUNIT_ASSERT_EQUAL(std::string("identity"), app.requests().at(0).headers.at("accept-encoding"));
  }

  void gzip_and_deflate_are_decoded() {
    const std::string half = kManifest.substr(0, 20);
    for (const auto& [coding, body] :
         std::vector<std::pair<std::string, std::string>>{{"gzip", compress(kManifest)},
                                                          {"x-gzip", compress(kManifest)},
                                                          {" GZip ", compress(kManifest)},
                                                          {"deflate", compress(kManifest, kZlib)},
                                                          {"deflate", compress(kManifest, kRawDeflate)},
                                                          {"gzip", compress(half) + compress(kManifest.substr(20))},
                                                          {"gzip", compress(kManifest) + "trailing"},
                                                          {"identity, gzip", compress(kManifest)},
                                                          {"gzip, identity,", compress(kManifest)},
                                                          {"gzip, gzip", compress(compress(kManifest))},
                                                          {"gzip, gzip", compress(kManifest)},
                                                          {"deflate, GZIP", compress(compress(kManifest, kZlib))}}) {
      ScriptedApp app({answer(200, body, {{"Content-Encoding", coding}})});
      const IndexReply reply = index(app.url());
      CPPUNIT_ASSERT_MESSAGE(coding + (reply.failure ? reply.failure->reason.value_or("") : ""), !reply.failure);
      CPPUNIT_ASSERT_EQUAL(kManifest, reply.manifest.value().json);
    }
    ScriptedApp app({answer(200, compress(kOk), {{"Content-Encoding", "gzip"}})});
    CPPUNIT_ASSERT(!ping(app.url()));
    const std::string twice = compress(compress(kOk, kZlib));
    ScriptedApp repeated(
        {send_bytes("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Encoding: gzip\r\n\r\n" + twice)});
    CPPUNIT_ASSERT(!ping(repeated.url()));
  }

  void an_empty_answer_has_no_coding() {
    for (const char* coding : {"br", "zstd", "gzip", "deflate", "gzip, gzip, gzip, gzip"}) {
      ScriptedApp missing({answer(404, "", {{"Content-Encoding", coding}})});
      CPPUNIT_ASSERT_MESSAGE(coding, !ping(missing.url())->reason);
      ScriptedApp empty({answer(200, "", {{"Content-Encoding", coding}})});
      CPPUNIT_ASSERT_EQUAL(std::string::npos, ping(empty.url())->reason->find("coding"));
    }
  }

  void too_many_codings_are_refused() {
    std::string body = kOk;
    for (int i = 0; i < 4; ++i) body = compress(body);
    ScriptedApp app({answer(200, body, {{"Content-Encoding", "gzip, gzip, gzip, gzip"}})});
    CPPUNIT_ASSERT_EQUAL(
        std::string("The response has more than 3 content codings: send this path uncompressed, or with gzip"),
        ping(app.url())->reason.value());
  }

  void compressed_words_of_an_error_are_shown() {
    ScriptedApp app({answer(401, compress(R"({"message":"Unauthorized"})"), {{"Content-Encoding", "gzip"}})});
    CPPUNIT_ASSERT_EQUAL(std::string("Trigger API key is invalid"), ping(app.url())->message);
    CPPUNIT_ASSERT_EQUAL(std::string("The app says: Unauthorized"), ping(app.url())->reason.value());
  }

  void text_that_only_claims_to_be_compressed_is_read() {
    for (const char* coding : {"gzip", "deflate", "br", "zstd", "identity", ""}) {
      ScriptedApp app({answer(200, kOk, {{"Content-Encoding", coding}})});
      CPPUNIT_ASSERT_MESSAGE(coding, !ping(app.url()));
    }
  }

  void decoded_size_is_limited() {
    ClientSettings limits;
    limits.max_manifest_bytes = 1000;
    PocoEndpointClient caller(limits, open_, resolver_, memory_);
    const auto index_of = [&](const std::string& body) {
      ScriptedApp app({answer(200, body, {{"Content-Encoding", "gzip"}})});
      return caller.index(address(app.url()), {}).failure;
    };
    CPPUNIT_ASSERT(!index_of(compress(kManifest + std::string(1000 - kManifest.size(), ' '))));
    for (const std::size_t size : {std::size_t{1001}, std::size_t{500'000}}) {
      const auto failure = index_of(compress(std::string(size, ' ')));
      CPPUNIT_ASSERT(failure && failure->kind == Kind::unreachable);
      CPPUNIT_ASSERT_EQUAL(
          std::string("The response is larger than 1000 bytes after decompression (manifest.max_size)"),
          failure->reason.value());
    }
    std::string empty_members;
    while (empty_members.size() < 2000) empty_members += compress("");
    CPPUNIT_ASSERT_EQUAL(std::string("The response is larger than 1000 bytes (manifest.max_size)"),
                         index_of(empty_members)->reason.value());
  }

  void damaged_compression_is_unparsable() {
    const std::string whole = compress(kOk);
    std::string damaged = whole;
    damaged[whole.size() / 2] ^= 0x55;
    for (const auto& [body, reason] : std::vector<std::pair<std::string, std::string>>{
             {whole.substr(0, whole.size() / 2), "The compressed response is truncated"},
             {damaged, "The compressed response is damaged"}}) {
      ScriptedApp app({answer(200, body, {{"Content-Encoding", "gzip"}})});
      const auto failure = ping(app.url());
      CPPUNIT_ASSERT(failure && failure->kind == Kind::unparsable);
      CPPUNIT_ASSERT_EQUAL(reason, failure->reason.value());
    }
  }

  void other_codings_are_named() {
    for (const std::string coding : {"br", "zstd", "compress", "gzip, br", "dcb"}) {
      ScriptedApp app({answer(200, "\x0B\x05\x80{\"ok\":true}\x03", {{"Content-Encoding", coding}})});
      const auto failure = ping(app.url());
      CPPUNIT_ASSERT(failure && failure->kind == Kind::unparsable);
      const std::string last = coding.substr(coding.rfind(' ') + 1);
      CPPUNIT_ASSERT_EQUAL("The response has the content coding \"" + last +
                               "\", which is not supported: send this path uncompressed, or with gzip",
                           *failure->reason);
      ScriptedApp refusing({answer(401, "\x0B\x05\x80{}\x03", {{"Content-Encoding", coding}})});
      CPPUNIT_ASSERT_EQUAL(*failure->reason, ping(refusing.url())->reason.value());
    }
  }

  void undeclared_encodings_are_named() {
    const std::string big_endian("\0{\0\"\0o\0k\0\"\0:\0t\0r\0u\0e\0}", 22);
    for (const auto& [body, reason] : std::vector<std::pair<std::string, std::string>>{
             {compress(kOk), "The response is compressed, but has no Content-Encoding"},
             {big_endian, "The response is in UTF-16: send UTF-8"},
             {big_endian.substr(1) + std::string(1, '\0'), "The response is in UTF-16: send UTF-8"},
             {"\xFE\xFF" + big_endian, "The response is in UTF-16: send UTF-8"}}) {
      ScriptedApp app({answer(200, body), answer(500, body)});
      const auto unparsable = ping(app.url());
      CPPUNIT_ASSERT(unparsable && unparsable->kind == Kind::unparsable);
      CPPUNIT_ASSERT_EQUAL(reason, unparsable->reason.value());
      CPPUNIT_ASSERT_EQUAL(reason, ping(app.url())->reason.value());
    }
  }

  void headers_may_have_16_kib() {
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n";
    std::string many;
    for (int i = 0; i < 90; ++i) many += "x-" + std::to_string(i) + ": " + std::string(170, 'v') + "\r\n";
    std::string cookies;
    for (int i = 0; i < 400; ++i) cookies += "set-cookie: c" + std::to_string(i) + "=0123456789; path=/\r\n";
    for (const std::string& headers :
         {"x: " + std::string(8'200, 'v') + "\r\n", "set-cookie: " + std::string(16'300, 'v') + "\r\n",
          "x: " + std::string(8'100, 'v') + "\r\n\t" + std::string(8'100, 'w') + "\r\n",
          std::string(300, 'n') + ": v\r\n", many, cookies}) {
      ScriptedApp app({send_bytes(head + headers + "\r\n" + kOk)});
      const auto failure = ping(app.url());
      CPPUNIT_ASSERT_MESSAGE(failure ? failure->reason.value_or("") : "", !failure);
    }
  }

  void too_many_headers_are_refused() {
    for (const auto& [headers, reason] : std::map<std::string, std::string>{
             {"x: " + std::string(40'000, 'v') + "\r\n", "The response headers are larger than 32768 bytes"},
             {many_headers(), "The response has more than 1000 headers"}}) {
      ScriptedApp app({send_bytes("HTTP/1.1 200 OK\r\n" + headers + "\r\n" + kOk)});
      assert_reason(reason, app);
    }
  }

  void ambiguous_framing_is_refused() {
    for (const auto& [header, reason] : std::map<std::string, std::string>{
             {"Content-Length: many", "The Content-Length of the response is not a number: \"many\""},
             {"Content-Length: -5", "The Content-Length of the response is not a number: \"-5\""},
             {"Content-Length: 11\r\nContent-Length: 12",
              "The response has two different Content-Length headers, 11 and 12"},
             {"Content-Length: 11, 11", "The Content-Length of the response is not a number: \"11, 11\""},
             {"Content-Length: 11\r\nContent-Length: x", "The Content-Length of the response is not a number: \"x\""},
             {"Content-Length: 11\r\nTransfer-Encoding: chunked",
              "The response has both a Content-Length and the Transfer-Encoding chunked"},
             {"Transfer-Encoding: Chunked\r\nContent-Length: 11",
              "The response has both a Content-Length and the Transfer-Encoding chunked"},
             {"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\nContent-Length: 11",
              "The response has both a Content-Length and the Transfer-Encoding chunked"},
             {"Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip",
              "The response has the Transfer-Encoding \"gzip\", which is not supported"},
             {"Transfer-Encoding: gzip", "The response has the Transfer-Encoding \"gzip\", which is not supported"}}) {
      ScriptedApp app({send_bytes("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n" + kOk)});
      assert_reason(reason, app);
    }
  }

  void equal_lengths_are_one() {
    ScriptedApp app({send_bytes("HTTP/1.1 200 OK\r\nContent-Length: 11\r\ncontent-length: 11\r\n\r\n" + kOk)});
    CPPUNIT_ASSERT(!ping(app.url()));
  }

  // The JSON is complete, the body is not.
  void chunks_without_the_last_one_are_unparsable() {
    const std::string whole = chunk(kManifest);
    for (const std::string& body :
         {whole, whole + "\r\n", whole + "0", whole.substr(0, whole.size() - 1), "fff\r\n" + kManifest,
          "fffffffffffffffffff\r\n" + kManifest, whole + "-1\r\n\r\n", whole + "x\r\n\r\n"}) {
      ScriptedApp app({send_bytes(kChunkedHead + body)});
      const auto failure = index(app.url()).failure;
      CPPUNIT_ASSERT_MESSAGE(body, failure && failure->kind == Kind::unparsable);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(body,
                                   "The response ended early: " + std::to_string(kManifest.size()) +
                                       " bytes were received, without the last chunk",
                                   failure->reason.value());
    }
    ScriptedApp pong({send_bytes(kChunkedHead + chunk(kOk))});
    CPPUNIT_ASSERT_EQUAL(
        std::string("Could not parse response from endpoint. Make sure it points to the correct URL (you might be "
                    "missing /api/trigger)"),
        ping(pong.url())->message);
  }

  void unusual_chunks_are_read() {
    const std::string half = kManifest.substr(0, 20);
    const std::string rest = kManifest.substr(20);
    for (const std::string& body :
         {chunk(half) + chunk(rest) + "0\r\n", chunk(half) + chunk(rest) + "000;x=y\r\nA: b\r\n",
          "0014 ;a=\"b\"\r\n" + half + "\n" + chunk(rest) + "0\r\n\r\n"}) {
      ScriptedApp app({send_bytes(kChunkedHead + body)});
      const IndexReply reply = index(app.url());
      CPPUNIT_ASSERT_MESSAGE(body, !reply.failure);
      CPPUNIT_ASSERT_EQUAL(kManifest, reply.manifest.value().json);
    }
  }

  // They send no line end, and wait.
  void other_protocols_are_named_at_once() {
    const std::string settings("\0\0\x06\x04\0\0\0\0\0\0\x03\0\0\0\x64", 15);
    const std::string go_away("\0\0\x08\x07\0\0\0\0\0\0\0\0\0\0\0\0\x01", 17);
    for (const auto& [bytes, reason] : std::map<std::string, std::string>{
             {settings, "The server supports only HTTP/2: enable HTTP/1.1 on it"},
             {go_away, "The server supports only HTTP/2: enable HTTP/1.1 on it"},
             {std::string("\x15\x03\x03\0\x02\x02\x46", 7), "The server speaks TLS: use https:// in the URL"},
             {"SSH-2.0-OpenSSH_9.2\r\n",
              "The server does not use HTTP: its response begins with \"SSH-2.0-OpenSSH_9.2\". Check the port of the "
              "URL"},
             {"220 mail.example ESMTP",
              "The server does not use HTTP: its response begins with \"220 mail.example ESMTP\". Check the port of "
              "the "
              "URL"},
             {std::string("\0\x01\x02", 3),
              "The server does not use HTTP: its response begins with binary data. Check the port of the URL"}}) {
      ScriptedApp app({[bytes = bytes](auto& socket, const auto& request) {
        socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
        hang()(socket, request);
      }});
      assert_reason(reason, app);
    }
  }

  void connections_that_end_without_an_answer_are_explained() {
    ScriptedApp closing({send_bytes("")});
    assert_reason("The server closed the connection without a response. If it expects https, use https:// in the URL",
                  closing);
    ScriptedApp halfway({send_bytes("HTTP/1.1 200 OK\r\nx: y\r\n")});
    assert_reason("The connection ended in the middle of the response headers", halfway);
  }

 private:
  const std::string kChunkedHead = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  static std::string chunk(const std::string& data) {
    std::ostringstream text;
    text << std::hex << data.size() << "\r\n" << data << "\r\n";
    return text.str();
  }

  void assert_reason(const std::string& reason, const ScriptedApp& app) {
    const auto failure = ping(app.url());
    assert_unreachable(app, failure);
    CPPUNIT_ASSERT_EQUAL(reason, failure->reason.value());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(UnreadableAnswersTest);

}  // namespace
}  // namespace kongflow::endpoints
