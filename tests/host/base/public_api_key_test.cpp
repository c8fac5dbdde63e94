#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <utility>

#include "host/base/public_api_key.h"

namespace kongflow::host::test {

class PublicApiKeyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PublicApiKeyTest);
  CPPUNIT_TEST(it_belongs_to_one_environment);
  CPPUNIT_TEST(it_begins_with_the_kind_of_environment);
  CPPUNIT_TEST_SUITE_END();

 public:
  void it_belongs_to_one_environment() {
    const std::string key = public_api_key("one", "DEVELOPMENT");
    CPPUNIT_ASSERT_EQUAL(std::size_t{7 + 32}, key.size());
    CPPUNIT_ASSERT_EQUAL(key, public_api_key("one", "DEVELOPMENT"));
    CPPUNIT_ASSERT(key != public_api_key("another", "DEVELOPMENT"));
  }

  void it_begins_with_the_kind_of_environment() {
    for (const auto& [type, prefix] : {std::pair("PRODUCTION", "pk_prod_"), std::pair("STAGING", "pk_stg_"),
                                       std::pair("PREVIEW", "pk_preview_"), std::pair("DEVELOPMENT", "pk_dev_")})
      CPPUNIT_ASSERT_EQUAL(std::size_t{0}, public_api_key("one", type).find(prefix));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PublicApiKeyTest);

}  // namespace kongflow::host::test
