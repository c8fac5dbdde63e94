#include "host/console/origin.h"

#include <cppunit/extensions/HelperMacros.h>

#include "host/console/session_cookie.h"

namespace kongflow::host::test {

class OriginTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OriginTest);
  CPPUNIT_TEST(an_origin_is_compared_with_the_host);
  CPPUNIT_TEST(loopback_names_are_recognized);
  CPPUNIT_TEST(the_sessions_key_is_found_among_cookies);
  CPPUNIT_TEST(the_cookie_is_restricted_to_the_console);
  CPPUNIT_TEST_SUITE_END();

 public:
  void an_origin_is_compared_with_the_host() {
    for (const auto& [origin, host] : {std::pair("", "localhost:3040"),
                                       {"http://localhost:3040", "localhost:3040"},
                                       {"http://LOCALHOST:3040", "localhost:3040"},
                                       {"https://console.example", "console.example"},
                                       {"https://console.example", "console.example:443"},
                                       {"http://[::1]:3040", "[::1]:3040"}})
      CPPUNIT_ASSERT_MESSAGE(origin, same_origin(origin, host));
    for (const auto& [origin, host] : {std::pair("null", "localhost:3040"),
                                       {"http://localhost:3041", "localhost:3040"},
                                       {"http://evil.example", "localhost:3040"},
                                       {"https://localhost:3040.evil.example", "localhost:3040"},
                                       {"http://console.example", "console.example:443"},
                                       {"file://localhost", "localhost"},
                                       {"http://", ""}})
      CPPUNIT_ASSERT_MESSAGE(origin, !same_origin(origin, host));
  }

  void loopback_names_are_recognized() {
    for (const char* host : {"localhost", "localhost:3040", "Localhost:1", "127.0.0.1", "127.3.2.1:80", "[::1]:3040"})
      CPPUNIT_ASSERT_MESSAGE(host, names_loopback(host));
    for (const char* host : {"", "evil.example:3040", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1",
                             "[::2]:3040", "[::1"})
      CPPUNIT_ASSERT_MESSAGE(host, !names_loopback(host));
  }

  void the_sessions_key_is_found_among_cookies() {
    CPPUNIT_ASSERT(session_key("kongflow_console=k") == "k");
    CPPUNIT_ASSERT(session_key("a=b; kongflow_console=k; c=d") == "k");
    for (const char* header : {"", ";", "kongflow_console", "x_kongflow_console=k", "kongflow_console2=k"})
      CPPUNIT_ASSERT_MESSAGE(header, !session_key(header));
  }

  void the_cookie_is_restricted_to_the_console() {
    const std::string cookie = "kongflow_console=k; HttpOnly; SameSite=Strict; Path=/console";
    CPPUNIT_ASSERT_EQUAL(cookie, session_cookie("k", false));
    CPPUNIT_ASSERT_EQUAL(cookie + "; Secure", session_cookie("k", true));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OriginTest);

}  // namespace kongflow::host::test
