#include "domain/json_fields.h"

#include <cppunit/extensions/HelperMacros.h>

namespace kongflow::endpoints {
namespace {

class JsonFieldsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(JsonFieldsTest);
  CPPUNIT_TEST(members_are_read_with_the_last_of_a_name);
  CPPUNIT_TEST(data_keeps_the_text_as_written);
  CPPUNIT_TEST(byte_order_mark_is_skipped);
  CPPUNIT_TEST(what_is_no_object_is_refused);
  CPPUNIT_TEST(text_that_is_no_json_is_refused);
  CPPUNIT_TEST(what_cannot_be_stored_is_refused_with_its_path);
  CPPUNIT_TEST(string_must_be_there_and_a_string);
  CPPUNIT_TEST_SUITE_END();

  static Result<JsonFields> parse(std::string_view text) { return JsonFields::parse(text, "Invalid body"); }

  static std::string reason_of(std::string_view text) {
    const auto fields = parse(text);
    CPPUNIT_ASSERT(!fields);
    CPPUNIT_ASSERT_EQUAL(std::string("Invalid body"), fields.error().message);
    CPPUNIT_ASSERT(ErrorCode::invalid_request == fields.error().code);
    return fields.error().reason.value();
  }

 public:
  void members_are_read_with_the_last_of_a_name() {
    const auto fields = parse(R"( {"id":"first","\u0069d":"a\"\u00e9"} )");
    CPPUNIT_ASSERT_EQUAL(std::string("a\"\xC3\xA9"), fields->string("id").value());
    CPPUNIT_ASSERT(!fields->optional_string("other").value());
  }

  void data_keeps_the_text_as_written() {
    const auto fields = parse(R"({"a": {"n": 1.0 , "big":12345678901234567890},"none":null})");
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"n": 1.0 , "big":12345678901234567890})"), fields->data("a").value());
    CPPUNIT_ASSERT(!fields->data("none"));
    CPPUNIT_ASSERT(!fields->data("absent"));
  }

  void byte_order_mark_is_skipped() {
    CPPUNIT_ASSERT_EQUAL(std::string("x"), parse("\xEF\xBB\xBF{\"id\":\"x\"}")->string("id").value());
  }

  void what_is_no_object_is_refused() {
    for (const char* text : {"[]", "null", "1", "\"x\"", "true"})
      CPPUNIT_ASSERT_EQUAL(std::string("Expected a JSON object."), reason_of(text));
  }

  void text_that_is_no_json_is_refused() {
    for (const char* text : {"", " ", "{", "{\"a\":1}x", "a=b", "{\"a\":\"\xff\"}"}) reason_of(text);
  }

  void what_cannot_be_stored_is_refused_with_its_path() {
    CPPUNIT_ASSERT(reason_of(R"({"data":{"k":["a\u0000"]}})").find("\"data.k.0\"") == 0);
    CPPUNIT_ASSERT(reason_of(R"({"data":"\ud800"})").find("\"data\"") == 0);
    const std::string deep(200, '[');
    CPPUNIT_ASSERT(reason_of("{\"data\":" + deep + std::string(200, ']') + "}").find("\"data.0.") == 0);
  }

  void string_must_be_there_and_a_string() {
    const auto fields = parse(R"({"number":5,"null":null})");
    CPPUNIT_ASSERT_EQUAL(std::string("\"id\" is missing."), fields->string("id").error().reason.value());
    CPPUNIT_ASSERT_EQUAL(std::string("\"number\" must be a string."), fields->string("number").error().reason.value());
    CPPUNIT_ASSERT(!fields->optional_string("null"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JsonFieldsTest);

}  // namespace
}  // namespace kongflow::endpoints
