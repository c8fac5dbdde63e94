#include "client/resolver.h"

#include <cppunit/extensions/HelperMacros.h>

#include "support/scarce_threads.h"

namespace kongflow::endpoints {
namespace {

class ResolverTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ResolverTest);
  CPPUNIT_TEST(looks_up_on_the_callers_thread_when_the_system_starts_no_more);
  CPPUNIT_TEST_SUITE_END();

 public:
  void looks_up_on_the_callers_thread_when_the_system_starts_no_more() {
    testing::expect_in_own_process([]() -> std::string {
      const Poco::Net::IPAddress known("127.0.0.9");
      SystemResolver resolver([known](const std::string&) { return std::vector{known}; });
      testing::limit_threads(0);
      const auto addresses = resolver.resolve("app.example", {});
      return addresses == std::vector{known} ? "" : "the address is not there";
    });
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ResolverTest);

}  // namespace
}  // namespace kongflow::endpoints
