#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "host/base/text.h"
#include "host/http/content_coding.h"
#include "raw_client.h"
#include "server_fixture.h"
#include "support/compressed.h"

namespace kongflow::host::test {

using testing::compressed;
using testing::gzip;
namespace {

constexpr std::size_t max_body = 2000;

}  // namespace

// Bodies that are compressed, and bodies that are too large.
class BodyRulesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(BodyRulesTest);
  CPPUNIT_TEST(bodies_are_decoded_on_routes_that_request_it);
  CPPUNIT_TEST(unsupported_codings_are_415_with_the_supported_ones);
  CPPUNIT_TEST(bodies_that_do_not_match_their_coding_are_400);
  CPPUNIT_TEST(a_small_body_cannot_decode_to_a_large_one);
  CPPUNIT_TEST(other_routes_get_the_body_as_it_was_sent);
  CPPUNIT_TEST(an_optional_body_that_is_too_large_is_dropped);
  CPPUNIT_TEST(an_optional_body_that_cannot_be_decoded_is_dropped);
  CPPUNIT_TEST(a_client_that_expects_100_continue_does_not_send_the_body);
  CPPUNIT_TEST(an_ambiguous_length_is_rejected_on_such_routes_too);
  CPPUNIT_TEST(other_routes_reject_a_body_that_is_too_large);
  CPPUNIT_TEST_SUITE_END();

  ServerFixture fixture_;

  void add(const std::string& pattern, bool decoded, bool optional) {
    Route route{"test", "POST", pattern, RouteAccess::open,
                [](const kf_http_request& request, kf_exchange* exchange, kf_call*) {
                  std::string coding = "none";
                  for (std::uint32_t i = 0; i < request.header_count; ++i)
                    if (view(request.headers[i].name) == "content-encoding") coding = view(request.headers[i].value);
                  const bool dropped = request.body_state == KF_HTTP_BODY_DROPPED;
                  complete(exchange, 200, (dropped ? "dropped " : "") + coding + " " + std::string(view(request.body)));
                }};
    route.decodes_body = decoded;
    route.body_optional = optional;
    CPPUNIT_ASSERT(fixture_.routes.add(std::move(route)));
  }
  RawResponse post(const std::string& path, const std::string& headers, const std::string& body) {
    return request(fixture_.port, "POST", path, headers, body);
  }

 public:
  void setUp() override {
    fixture_.settings.max_body_bytes = max_body;
    add("/plain", false, false);
    add("/decoded", true, false);
    add("/hook", true, true);
    fixture_.start();
  }

  void bodies_are_decoded_on_routes_that_request_it() {
    for (const auto& [coding, body] : {std::pair<std::string, std::string>{"gzip", gzip("text")},
                                       {"x-GZip", gzip("text")},
                                       {"deflate", compressed("text", 15)},
                                       {"deflate", compressed("text", -15)},
                                       {"identity", "text"},
                                       {"", "text"},
                                       {"deflate, gzip", gzip(compressed("text", 15))},
                                       {"gzip", gzip("te") + gzip("xt")}}) {
      const RawResponse response = post("/decoded", "Content-Encoding: " + coding + "\r\n", body);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(coding, 200, response.status);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(coding, std::string("none text"), response.body);
    }
    const RawResponse twice =
        post("/decoded", "Content-Encoding: deflate\r\nContent-Encoding: gzip\r\n", gzip(compressed("text", 15)));
    CPPUNIT_ASSERT_EQUAL(std::string("none text"), twice.body);
    CPPUNIT_ASSERT_EQUAL(std::string("none "), post("/decoded", "Content-Encoding: gzip\r\n", "").body);
  }

  void unsupported_codings_are_415_with_the_supported_ones() {
    for (const char* coding : {"br", "zstd", "compress", "gzip, br", "gzip;q=1", "\xff", "gzip,gzip,gzip,gzip"}) {
      const RawResponse response = post("/decoded", "Content-Encoding: " + std::string(coding) + "\r\n", gzip("text"));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(coding, 415, response.status);
      CPPUNIT_ASSERT_EQUAL(std::string("gzip, deflate"), response.headers.at("accept-encoding"));
      CPPUNIT_ASSERT_EQUAL(std::size_t{0}, response.body.find(R"({"error":"Unsupported Media Type","reason":)"));
    }
  }

  void bodies_that_do_not_match_their_coding_are_400() {
    const std::string whole = gzip("text");
    std::string broken = whole;
    broken[broken.size() - 6] = static_cast<char>(broken[broken.size() - 6] ^ 1);
    for (const std::string& body : {std::string("text"), whole.substr(0, whole.size() - 1), whole.substr(0, 5), broken,
                                    whole + "x", std::string("\0", 1)})
      for (const char* coding : {"gzip", "deflate, gzip"})
        CPPUNIT_ASSERT_EQUAL(400, post("/decoded", "Content-Encoding: " + std::string(coding) + "\r\n", body).status);
  }

  void a_small_body_cannot_decode_to_a_large_one() {
    CPPUNIT_ASSERT_EQUAL(200, post("/decoded", "Content-Encoding: gzip\r\n", gzip(std::string(max_body, 'x'))).status);
    for (const std::size_t size : {max_body + 1, std::size_t{1'000'000}})
      CPPUNIT_ASSERT_EQUAL(413, post("/decoded", "Content-Encoding: gzip\r\n", gzip(std::string(size, 'x'))).status);
    const auto bounded = decode_content({{"content-encoding", "gzip"}}, gzip(std::string(1'000'000, 'x')), 100);
    CPPUNIT_ASSERT_EQUAL(413u, std::get<CodingProblem>(bounded).status);
  }

  void other_routes_get_the_body_as_it_was_sent() {
    const std::string body = gzip("text");
    CPPUNIT_ASSERT_EQUAL("gzip " + body, post("/plain", "Content-Encoding: gzip\r\n", body).body);
    CPPUNIT_ASSERT_EQUAL(std::string("br text"), post("/plain", "Content-Encoding: br\r\n", "text").body);
  }

  void an_optional_body_that_is_too_large_is_dropped() {
    const std::string large(max_body + 1, 'x');
    const RawResponse sized = post("/hook", "", large);
    CPPUNIT_ASSERT_EQUAL(200, sized.status);
    CPPUNIT_ASSERT_EQUAL(std::string("dropped none "), sized.body);
    CPPUNIT_ASSERT_EQUAL(std::string("close"), sized.headers.at("connection"));

    RawClient chunked(fixture_.port);
    chunked.send("POST /hook HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7d1\r\n" + large +
                 "\r\n0\r\n\r\n");
    CPPUNIT_ASSERT_EQUAL(std::string("dropped none "), chunked.response().body);

    RawClient endless(fixture_.port);  // never sends what it announces
    endless.send("POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nbegin");
    CPPUNIT_ASSERT_EQUAL(std::string("dropped none "), endless.response().body);
    CPPUNIT_ASSERT_EQUAL("none " + large.substr(1), post("/hook", "", large.substr(1)).body);
  }

  void an_optional_body_that_cannot_be_decoded_is_dropped() {
    CPPUNIT_ASSERT_EQUAL(std::string("none text"), post("/hook", "Content-Encoding: gzip\r\n", gzip("text")).body);
    for (const auto& [coding, body] : {std::pair<std::string, std::string>{"gzip", "text"},
                                       {"br", "text"},
                                       {"gzip", gzip(std::string(1'000'000, 'x'))}})
      CPPUNIT_ASSERT_EQUAL(std::string("dropped none "),
                           post("/hook", "Content-Encoding: " + coding + "\r\n", body).body);
  }

  void a_client_that_expects_100_continue_does_not_send_the_body() {
    RawClient client(fixture_.port);
    client.send("POST /hook HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 99999\r\n\r\n");
    const RawResponse response = client.response();
    CPPUNIT_ASSERT_EQUAL(200, response.status);
    CPPUNIT_ASSERT_EQUAL(std::string("dropped none "), response.body);
  }

  void an_ambiguous_length_is_rejected_on_such_routes_too() {
    RawClient client(fixture_.port);
    client.send("POST /hook HTTP/1.1\r\nContent-Length: 99999\r\n\r\n");
    CPPUNIT_ASSERT_EQUAL(400, client.response().status);
  }

  void other_routes_reject_a_body_that_is_too_large() {
    const std::string large(max_body + 1, 'x');
    for (const char* path : {"/plain", "/decoded"}) CPPUNIT_ASSERT_EQUAL(413, post(path, "", large).status);
    CPPUNIT_ASSERT_EQUAL(404, post("/nowhere", "", large).status);
    CPPUNIT_ASSERT_EQUAL(405, request(fixture_.port, "PUT", "/hook", "", large).status);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BodyRulesTest);

}  // namespace kongflow::host::test
