#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <utility>

#include "host/base/public_api_key.h"

namespace kongflow::host::test {

class PublicApiKeyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PublicApiKeyTest);
  CPPUNIT_TEST(each_environment_has_its_own_key);
  CPPUNIT_TEST(the_prefix_names_the_environment_type);
  CPPUNIT_TEST_SUITE_END();

 public:
  void each_environment_has_its_own_key() {
    const std::string key = public_api_key("one", "DEVELOPMENT");
    CPPUNIT_ASSERT_EQUAL(std::size_t{7 + 32}, key.size());
    CPPUNIT_ASSERT_EQUAL(key, public_api_key("one", "DEVELOPMENT"));
    CPPUNIT_ASSERT(key != public_api_key("another", "DEVELOPMENT"));
  }

  void the_prefix_names_the_environment_type() {
    for (const auto& [type, prefix] : {std::pair("PRODUCTION", "pk_prod_"), std::pair("STAGING", "pk_stg_"),
                                       std::pair("PREVIEW", "pk_preview_"), std::pair("DEVELOPMENT", "pk_dev_")})
      CPPUNIT_ASSERT_EQUAL(std::size_t{0}, public_api_key("one", type).find(prefix));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PublicApiKeyTest);

}  // namespace kongflow::host::test
