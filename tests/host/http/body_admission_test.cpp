// Large bodies: what is checked before they are read, and the memory for them.
#include "host/http/body_admission.h"

#include <cppunit/extensions/HelperMacros.h>

#include <memory>
#include <string>
#include <vector>

#include "raw_client.h"
#include "server_fixture.h"
#include "support/compressed.h"

namespace kongflow::host::test {

class BodyAdmissionTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(BodyAdmissionTest);
  CPPUNIT_TEST(a_request_without_a_route_is_rejected_before_its_body);
  CPPUNIT_TEST(a_caller_without_a_key_is_rejected_before_its_body);
  CPPUNIT_TEST(a_large_body_of_a_caller_with_a_key_arrives_whole);
  CPPUNIT_TEST(a_chunked_body_is_checked_once_it_is_large);
  CPPUNIT_TEST(sends_100_continue_only_after_the_body_is_admitted);
  CPPUNIT_TEST(a_share_gets_part_of_the_memory_and_others_continue);
  CPPUNIT_TEST(small_bodies_need_no_memory);
  CPPUNIT_TEST(a_decoded_body_needs_memory_too);
  CPPUNIT_TEST(an_optional_body_without_memory_is_dropped);
  CPPUNIT_TEST_SUITE_END();

  static constexpr std::size_t kLarge = 3 * BodyAdmission::kUncheckedBytes;
  static constexpr char kKey[] = "Authorization: Bearer tr_dev_key\r\n";

  ServerFixture fixture_;
  std::vector<std::unique_ptr<RawClient>> clients_;

  static void size(const kf_http_request& request, kf_exchange* exchange, kf_call*) {
    const bool dropped = request.body_state == KF_HTTP_BODY_DROPPED;
    complete(exchange, 200, dropped ? "dropped" : std::to_string(request.body.size));
  }
  void add(const std::string& pattern, RouteAccess access, bool optional, ServerFixture::Handle handle) {
    Route route{"test", "POST", pattern, access, std::move(handle)};
    route.body_optional = optional;
    route.decodes_body = true;
    fixture_.add(std::move(route));
  }
  // A client that has sent `sent` bytes of a body of `length`.
  RawClient& begin(const std::string& path, const std::string& headers, std::size_t length, std::size_t sent) {
    clients_.push_back(std::make_unique<RawClient>(fixture_.port));
    clients_.back()->send("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + headers +
                          "Content-Length: " + std::to_string(length) + "\r\n\r\n" + std::string(sent, 'x'));
    return *clients_.back();
  }
  void await_used(std::size_t bytes) {
    eventually(std::to_string(bytes) + " bytes are reserved",
               [&] { return fixture_.admission.bodies().used() == bytes; });
  }

 public:
  void setUp() override {
    add("/open", RouteAccess::open, false, size);
    add("/keyed", RouteAccess::environment, false, size);
    add("/hook", RouteAccess::open, true, size);
    add("/gate", RouteAccess::open, false,
        [this](const kf_http_request& request, kf_exchange* exchange, kf_call* call) {
          fixture_.gate.pass();
          size(request, exchange, call);
        });
    fixture_.start();
  }
  void tearDown() override {
    clients_.clear();
    await_used(0);
  }

  void a_request_without_a_route_is_rejected_before_its_body() {
    RawClient& client = begin("/nowhere", "", kLarge, 10);
    CPPUNIT_ASSERT_EQUAL(404, client.response().status);
    CPPUNIT_ASSERT(client.ended());
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, fixture_.admission.bodies().used());
  }

  void a_caller_without_a_key_is_rejected_before_its_body() {
    for (const std::string headers : {"", "Authorization: Bearer tr_dev_wrong\r\n"})
      CPPUNIT_ASSERT_EQUAL(401, begin("/keyed", headers, kLarge, 10).response().status);
    CPPUNIT_ASSERT_EQUAL(503, begin("/keyed", "Authorization: Bearer tr_dev_down\r\n", kLarge, 10).response().status);
  }

  void a_large_body_of_a_caller_with_a_key_arrives_whole() {
    RawClient& client = begin("/keyed", kKey, kLarge, 10);
    await_used(kLarge);
    client.send(std::string(kLarge - 10, 'x'));
    const RawResponse response = client.response();
    CPPUNIT_ASSERT_EQUAL(std::to_string(kLarge), response.body);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, response.headers.count("connection"));
    await_used(0);
    client.send("POST /open HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
    CPPUNIT_ASSERT_EQUAL(std::string("2"), client.response().body);
  }

  void a_chunked_body_is_checked_once_it_is_large() {
    const std::string chunk = "4000\r\n" + std::string(0x4000, 'x') + "\r\n";
    for (const bool keyed : {false, true}) {
      RawClient client(fixture_.port);
      client.send("POST /keyed HTTP/1.1\r\nHost: x\r\n" + std::string(keyed ? kKey : "") +
                  "Transfer-Encoding: chunked\r\n\r\n" + chunk);
      CPPUNIT_ASSERT_EQUAL(std::size_t{0}, fixture_.admission.bodies().used());
      client.send("10\r\n0123456789abcdef\r\n");
      if (keyed) {
        await_used(fixture_.settings.max_body_bytes);
        client.send("0\r\n\r\n");
      }
      const RawResponse response = client.response();
      CPPUNIT_ASSERT_EQUAL(keyed ? 200 : 401, response.status);
      if (keyed) CPPUNIT_ASSERT_EQUAL(std::to_string(0x4010), response.body);
    }
  }

  void sends_100_continue_only_after_the_body_is_admitted() {
    CPPUNIT_ASSERT_EQUAL(401, begin("/keyed", "Expect: 100-continue\r\n", kLarge, 0).response().status);
    RawClient& client = begin("/keyed", std::string(kKey) + "Expect: 100-continue\r\n", kLarge, 0);
    CPPUNIT_ASSERT_EQUAL(100, client.response(false).status);
    client.send(std::string(kLarge, 'x'));
    CPPUNIT_ASSERT_EQUAL(200, client.response().status);
  }

  void a_share_gets_part_of_the_memory_and_others_continue() {
    const std::size_t length = fixture_.settings.max_body_bytes;
    const std::size_t bodies = AdmissionSettings{}.body_bytes / ByteBudget::kShares / length;
    for (std::size_t i = 0; i < bodies; ++i) begin("/open", "", length, 1);
    await_used(bodies * length);
    const RawResponse response = begin("/open", "", length, 1).response();
    CPPUNIT_ASSERT_EQUAL(429, response.status);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), response.headers.at("retry-after"));
    RawClient& other = begin("/keyed", kKey, length, 0);
    other.send(std::string(length, 'x'));
    CPPUNIT_ASSERT_EQUAL(200, other.response().status);
  }

  void small_bodies_need_no_memory() {
    RawClient& client = begin("/gate", "", BodyAdmission::kUncheckedBytes, BodyAdmission::kUncheckedBytes);
    fixture_.gate.await_waiting(1);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, fixture_.admission.bodies().used());
    fixture_.gate.open();
    CPPUNIT_ASSERT_EQUAL(200, client.response().status);
  }

  void a_decoded_body_needs_memory_too() {
    const std::string packed = testing::gzip(std::string(kLarge, '0'));
    RawClient client(fixture_.port);
    client.send("POST /gate HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: " +
                std::to_string(packed.size()) + "\r\n\r\n" + packed);
    fixture_.gate.await_waiting(1);
    CPPUNIT_ASSERT_EQUAL(kLarge, fixture_.admission.bodies().used());
    fixture_.gate.open();
    CPPUNIT_ASSERT_EQUAL(std::to_string(kLarge), client.response().body);
  }

  void an_optional_body_without_memory_is_dropped() {
    const std::size_t length = fixture_.settings.max_body_bytes;
    const std::size_t bodies = AdmissionSettings{}.body_bytes / ByteBudget::kShares / length;
    for (std::size_t i = 0; i < bodies; ++i) begin("/open", "", length, 1);
    await_used(bodies * length);
    CPPUNIT_ASSERT_EQUAL(std::string("dropped"), begin("/hook", "", length, 1).response().body);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BodyAdmissionTest);

}  // namespace kongflow::host::test
