#include "host/config/listen_address.h"

#include <cppunit/extensions/HelperMacros.h>

namespace kongflow::host::test {

class ListenAddressTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ListenAddressTest);
  CPPUNIT_TEST(host_names_and_addresses_need_a_port);
  CPPUNIT_TEST(a_path_is_a_unix_socket);
  CPPUNIT_TEST(anything_else_is_a_problem);
  CPPUNIT_TEST_SUITE_END();

 public:
  void host_names_and_addresses_need_a_port() {
    const auto name = ListenAddress::parse("localhost:3040");
    CPPUNIT_ASSERT(name && name->host == "localhost" && name->port == "3040" && name->path.empty());
    const auto v6 = ListenAddress::parse("[::1]:0");
    CPPUNIT_ASSERT(v6 && v6->host == "::1" && v6->port == "0");
  }

  void a_path_is_a_unix_socket() {
    const auto address = ListenAddress::parse("unix:/run/kongflow/http.sock");
    CPPUNIT_ASSERT(address && address->host.empty() && address->path == "/run/kongflow/http.sock");
  }

  void anything_else_is_a_problem() {
    for (const std::string text : {"", "localhost", ":80", "localhost:", "localhost:70000", "localhost:http", "::1:80",
                                   "[::1]", "unix:", "localhost:-1"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !ListenAddress::parse(text));
      CPPUNIT_ASSERT_MESSAGE(text, ListenAddress::problem(text).find("\"" + text + "\"") != std::string::npos);
    }
    CPPUNIT_ASSERT(!ListenAddress::parse("unix:/" + std::string(200, 'x')));
    CPPUNIT_ASSERT_EQUAL(std::string(), ListenAddress::problem("127.0.0.1:80"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ListenAddressTest);

}  // namespace kongflow::host::test
