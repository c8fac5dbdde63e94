#include "domain/json_text.h"

#include <cppunit/extensions/HelperMacros.h>

namespace kongflow::endpoints {
namespace {

using Kind = JsonProblem::Kind;

class JsonTextTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(JsonTextTest);
  CPPUNIT_TEST(values_of_every_kind_are_fine);
  CPPUNIT_TEST(everything_else_is_a_syntax_problem);
  CPPUNIT_TEST(broken_utf8_is_a_syntax_problem);
  CPPUNIT_TEST(depth_is_limited);
  CPPUNIT_TEST(unstorable_characters_are_named_with_their_path);
  CPPUNIT_TEST(numbers_are_as_large_as_the_database_holds);
  CPPUNIT_TEST(sanitizing_replaces_unstorable_characters_only);
  CPPUNIT_TEST(members_are_slices_of_the_text);
  CPPUNIT_TEST(last_of_a_name_counts);
  CPPUNIT_TEST(elements_are_slices_of_the_text);
  CPPUNIT_TEST(strings_are_decoded);
  CPPUNIT_TEST(quoting_is_undone_by_decoding);
  CPPUNIT_TEST_SUITE_END();

 public:
  void values_of_every_kind_are_fine() {
    for (const char* text : {"null", "true", "false", "0", "-0", "-1.5e+3", "1E400", "12345678901234567890123", "\"\"",
                             " \t\r\n[ ] ", "{}", R"({"a":[1,{"b":null}],"a":"\u00e9\ud83d\ude00\/\n"})", "\"é😀\x7f\""})
      CPPUNIT_ASSERT_MESSAGE(text, !find_json_problem(text));
  }

  void everything_else_is_a_syntax_problem() {
    for (const char* text : {"",
                             " ",
                             "nul",
                             "nullx",
                             "01",
                             "1.",
                             ".5",
                             "+1",
                             "-",
                             "1e",
                             "1e+",
                             "0x10",
                             "NaN",
                             "'a'",
                             "\"a",
                             "\"\\x\"",
                             "\"\\u12g4\"",
                             "\"\\u12\"",
                             "\"\n\"",
                             "[",
                             "[1",
                             "[1,",
                             "[1,]",
                             "[1 2]",
                             "]",
                             "{",
                             "{\"a\"",
                             "{\"a\":",
                             "{\"a\":1",
                             "{\"a\":1,}",
                             "{a:1}",
                             "{\"a\" 1}",
                             "{1:2}",
                             "// c\n1",
                             "1 1",
                             "[1}",
                             "{\"a\":1]",
                             "\xEF\xBB\xBFnull"}) {
      const auto problem = find_json_problem(text);
      CPPUNIT_ASSERT_MESSAGE(text, problem.has_value());
      CPPUNIT_ASSERT_MESSAGE(text, problem->kind == Kind::syntax);
    }
  }

  void broken_utf8_is_a_syntax_problem() {
    for (const char* bytes : {"\x80", "\xC0\xAF", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
                              "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xE2\x82"}) {
      const auto problem = find_json_problem("[\"" + std::string(bytes) + "\"]");
      CPPUNIT_ASSERT(problem && problem->kind == Kind::syntax);
    }
  }

  void depth_is_limited() {
    CPPUNIT_ASSERT(!find_json_problem(nested(128)));
    const auto problem = find_json_problem(nested(129));
    CPPUNIT_ASSERT(problem && problem->kind == Kind::depth);
    CPPUNIT_ASSERT(find_json_problem(nested(1'000'000))->kind == Kind::depth);
    CPPUNIT_ASSERT(!find_json_problem("[[]]", 2));
    CPPUNIT_ASSERT(find_json_problem("[[{}]]", 2)->kind == Kind::depth);
  }

  void unstorable_characters_are_named_with_their_path() {
    for (const char* escape : {"\\u0000", "\\ud800", "\\udc00", "\\ud800x", "\\ud800\\u0041", "\\uDBFF\\uD800"}) {
      const auto problem = find_json_problem(R"({"a":[1,{"b":")" + std::string(escape) + "\"}]}");
      CPPUNIT_ASSERT_MESSAGE(escape, problem.has_value());
      CPPUNIT_ASSERT(problem->kind == Kind::characters);
      CPPUNIT_ASSERT_EQUAL(std::string("a.1.b"), problem->path);
    }
    CPPUNIT_ASSERT(find_json_problem(R"({"\u0000":1})")->kind == Kind::characters);
  }

  void numbers_are_as_large_as_the_database_holds() {
    CPPUNIT_ASSERT(!find_json_problem(std::string(1000, '9')));
    for (const std::string& text : {std::string("1e401"), std::string("1e-401"), std::string("1e99999999999999999999"),
                                    std::string(140'000, '9'), "0." + std::string(17'000, '1')}) {
      const auto problem = find_json_problem("{\"n\":" + text + "}");
      CPPUNIT_ASSERT(problem && problem->kind == Kind::number);
      CPPUNIT_ASSERT_EQUAL(std::string("n"), problem->path);
    }
  }

  void sanitizing_replaces_unstorable_characters_only() {
    CPPUNIT_ASSERT_EQUAL(std::string("[\"a\xEF\xBF\xBD\",1.50,\"\xEF\xBF\xBD\xEF\xBF\xBD\\ud83d\\ude00\"]"),
                         sanitize_json(R"(["a\u0000",1.50,"\ud800\udbff\ud83d\ude00"])").value());
    CPPUNIT_ASSERT_EQUAL(std::string(" {\"a\" : 1} "), sanitize_json(" {\"a\" : 1} ").value());
    CPPUNIT_ASSERT(!sanitize_json("a=b"));
    CPPUNIT_ASSERT(!sanitize_json(""));
    CPPUNIT_ASSERT(!sanitize_json(nested(200)));
  }

  void members_are_slices_of_the_text() {
    const auto members = json_members(R"( { "a" : 1.50 , "b\u0041" :[1, "]" ,{}] ,"c":{"x":"}\""},"d":null } )");
    CPPUNIT_ASSERT_EQUAL(std::size_t{4}, members.size());
    CPPUNIT_ASSERT_EQUAL(std::string("1.50"), std::string(members[0].value));
    CPPUNIT_ASSERT_EQUAL(std::string("bA"), members[1].name);
    CPPUNIT_ASSERT_EQUAL(std::string(R"([1, "]" ,{}])"), std::string(members[1].value));
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"x":"}\""})"), std::string(members[2].value));
    CPPUNIT_ASSERT(json_type(members[3].value) == JsonType::null);
    CPPUNIT_ASSERT(json_members("[]").empty());
    CPPUNIT_ASSERT(json_members("{}").empty());
  }

  void last_of_a_name_counts() {
    CPPUNIT_ASSERT_EQUAL(std::string("2"), std::string(json_member(R"({"a":1,"b":0,"a":2})", "a").value()));
    CPPUNIT_ASSERT(!json_member(R"({"a":1})", "b"));
    CPPUNIT_ASSERT(!json_member("7", "a"));
  }

  void elements_are_slices_of_the_text() {
    const auto elements = json_elements(R"( [ 1 , [2,3],"," ,{"a":[]} ] )");
    CPPUNIT_ASSERT_EQUAL(std::size_t{4}, elements.size());
    CPPUNIT_ASSERT_EQUAL(std::string("[2,3]"), std::string(elements[1]));
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"a":[]})"), std::string(elements[3]));
    CPPUNIT_ASSERT(json_elements("{}").empty());
    CPPUNIT_ASSERT(json_elements("[ ]").empty());
  }

  void strings_are_decoded() {
    CPPUNIT_ASSERT_EQUAL(std::string("\"\\/\b\f\n\r\tAé日😀"),
                         json_string(R"( "\"\\\/\b\f\n\r\t\u0041\u00e9\u65e5\ud83d\ude00" )").value());
    CPPUNIT_ASSERT(!json_string("1"));
  }

  void quoting_is_undone_by_decoding() {
    const std::string text = "quote \" backslash \\ line\n tab\t bell\x07 é😀";
    CPPUNIT_ASSERT(!find_json_problem(quote_json(text)));
    CPPUNIT_ASSERT_EQUAL(text, json_string(quote_json(text)).value());
  }

 private:
  static std::string nested(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JsonTextTest);

}  // namespace
}  // namespace kongflow::endpoints
