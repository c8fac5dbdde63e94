#include "domain/json_object.h"

#include <cppunit/extensions/HelperMacros.h>

namespace kongflow::endpoints {
namespace {

class JsonObjectTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(JsonObjectTest);
  CPPUNIT_TEST(members_keep_their_order_and_kind);
  CPPUNIT_TEST(nothing_is_null);
  CPPUNIT_TEST(empty_object_and_array);
  CPPUNIT_TEST_SUITE_END();

 public:
  void members_keep_their_order_and_kind() {
    JsonObject object;
    object.add("z", "te\"xt").add("flag", true).add("number", std::int64_t{42}).add_json("raw", "[1.0]");
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"z":"te\"xt","flag":true,"number":42,"raw":[1.0]})"), object.text());
  }

  void nothing_is_null() {
    const std::optional<std::string> nothing;
    CPPUNIT_ASSERT_EQUAL(
        std::string(R"({"a":null,"b":null,"c":"x"})"),
        JsonObject().add("a", nothing).add_json("b", nothing).add("c", std::optional<std::string>("x")).text());
  }

  void empty_object_and_array() {
    CPPUNIT_ASSERT_EQUAL(std::string("{}"), JsonObject().text());
    CPPUNIT_ASSERT_EQUAL(std::string("[]"), json_array({}));
    CPPUNIT_ASSERT_EQUAL(std::string("[1,{}]"), json_array({"1", "{}"}));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JsonObjectTest);

}  // namespace
}  // namespace kongflow::endpoints
