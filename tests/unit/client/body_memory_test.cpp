// Memory for answers that are large, as sent or decompressed.
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "client_fixture.h"
#include "support/compressed.h"

namespace kongflow::endpoints {

class BodyMemoryTest : public ClientFixture {
  CPPUNIT_TEST_SUITE(BodyMemoryTest);
  CPPUNIT_TEST(a_small_manifest_needs_none);
  CPPUNIT_TEST(a_large_manifest_has_it_until_its_reply_is_gone);
  CPPUNIT_TEST(one_of_unknown_length_needs_it_for_the_largest);
  CPPUNIT_TEST(one_that_is_large_once_it_is_decompressed_needs_it_too);
  CPPUNIT_TEST(without_memory_the_manifest_is_not_read);
  CPPUNIT_TEST(a_large_error_has_it_until_it_is_explained);
  CPPUNIT_TEST(without_memory_the_beginning_of_an_error_is_explained);
  CPPUNIT_TEST_SUITE_END();

  static constexpr std::size_t kLength = 2 * HttpCall::kSmallBodyBytes;
  static constexpr std::size_t kCopies = 4;

  static std::string manifest(std::size_t length) {
    const std::string begin = kManifest.substr(0, kManifest.size() - 1) + R"(,"x":")";
    return begin + std::string(length - begin.size() - 2, 'x') + "\"}";
  }
  static std::string late_title() { return "<html>" + std::string(kLength, ' ') + "<title>Late</title></html>"; }
  static std::string chunked(const std::string& body) {
    std::ostringstream text;
    text << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
         << std::hex << body.size() << "\r\n"
         << body << "\r\n0\r\n\r\n";
    return text.str();
  }
  void assert_asked_for(std::size_t bytes) {
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, memory_.asked.size());
    CPPUNIT_ASSERT_EQUAL(std::string("environment"), memory_.asked.front().first);
    CPPUNIT_ASSERT_EQUAL(kCopies * bytes, memory_.asked.front().second);
  }

 public:
  void a_small_manifest_needs_none() {
    ScriptedApp app({answer(200, manifest(HttpCall::kSmallBodyBytes))});
    CPPUNIT_ASSERT(index(app.url()).manifest);
    CPPUNIT_ASSERT(memory_.asked.empty());
  }

  void a_large_manifest_has_it_until_its_reply_is_gone() {
    memory_.left = kCopies * kLength;
    ScriptedApp app({answer(200, manifest(kLength))});
    {
      const IndexReply reply = index(app.url());
      CPPUNIT_ASSERT(reply.manifest);
      CPPUNIT_ASSERT_EQUAL(std::size_t{0}, memory_.left);
    }
    CPPUNIT_ASSERT_EQUAL(kCopies * kLength, memory_.left);
    assert_asked_for(kLength);
  }

  void one_of_unknown_length_needs_it_for_the_largest() {
    ScriptedApp app({send_bytes(chunked(manifest(kLength)))});
    CPPUNIT_ASSERT(index(app.url()).manifest);
    assert_asked_for(settings().max_manifest_bytes);
  }

  void one_that_is_large_once_it_is_decompressed_needs_it_too() {
    ScriptedApp app({answer(200, testing::gzip(manifest(kLength)), {{"Content-Encoding", "gzip"}})});
    CPPUNIT_ASSERT(index(app.url()).manifest);
    assert_asked_for(settings().max_manifest_bytes);
  }

  void without_memory_the_manifest_is_not_read() {
    memory_.left = 0;
    ScriptedApp app({answer(200, manifest(kLength))});
    const IndexReply reply = index(app.url());
    CPPUNIT_ASSERT(reply.failure && reply.failure->kind == Kind::unreachable && !reply.manifest);
    CPPUNIT_ASSERT(reply.failure->reason->find("The host had no free memory for the app's response") !=
                   std::string::npos);
  }

  void a_large_error_has_it_until_it_is_explained() {
    memory_.left = kCopies * kMaxExplainedBytes;
    ScriptedApp app(
        {answer(500, late_title()), answer(500, testing::gzip(late_title()), {{"Content-Encoding", "gzip"}})});
    for (std::size_t calls = 1; calls <= 2; ++calls) {
      CPPUNIT_ASSERT(ping(app.url())->reason->find("titled \"Late\"") != std::string::npos);
      CPPUNIT_ASSERT_EQUAL(calls, memory_.asked.size());
      CPPUNIT_ASSERT_EQUAL(kCopies * kMaxExplainedBytes, memory_.asked.back().second);
      CPPUNIT_ASSERT_EQUAL(kCopies * kMaxExplainedBytes, memory_.left);
    }
    ScriptedApp small({answer(500, "boom")});
    ping(small.url());
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, memory_.asked.size());
  }

  void without_memory_the_beginning_of_an_error_is_explained() {
    memory_.left = 0;
    ScriptedApp app(
        {answer(500, late_title()), answer(500, testing::gzip(late_title()), {{"Content-Encoding", "gzip"}})});
    for (int calls = 1; calls <= 2; ++calls) {
      const auto failure = ping(app.url());
      CPPUNIT_ASSERT(failure && failure->kind == Kind::bad_status);
      CPPUNIT_ASSERT(failure->reason->find("HTML without a title") != std::string::npos);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BodyMemoryTest);

}  // namespace kongflow::endpoints
