#include "domain/manifest.h"

#include <cppunit/extensions/HelperMacros.h>

namespace kongflow::endpoints {
namespace {

class ManifestTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ManifestTest);
  CPPUNIT_TEST(jobs_that_do_not_say_it_are_not_internal);
  CPPUNIT_TEST(what_says_it_stays_as_it_is);
  CPPUNIT_TEST(strings_end_behind_an_even_number_of_backslashes);
  CPPUNIT_TEST(names_are_compared_as_they_read_not_as_they_are_written);
  CPPUNIT_TEST(one_job_that_is_not_enabled_is_noticed);
  CPPUNIT_TEST(lists_keep_their_text);
  CPPUNIT_TEST(what_is_not_there_stays_away);
  CPPUNIT_TEST(what_is_no_array_is_no_list);
  CPPUNIT_TEST(the_last_of_a_name_counts);
  CPPUNIT_TEST_SUITE_END();

  static void completes(const std::string& expected, const std::string& given) {
    CPPUNIT_ASSERT_EQUAL(expected, *split_manifest("{\"jobs\":" + given + "}").jobs);
  }

 public:
  void jobs_that_do_not_say_it_are_not_internal() {
    completes(R"([{"internal":false,"id":"a"},{"internal":false,"id":"b"}])", R"([{"id":"a"},{"id":"b"}])");
    completes(R"([{"internal":false}, {"internal":false }])", R"([{}, { }])");
  }

  void what_says_it_stays_as_it_is() {
    for (const char* jobs : {R"([{"id":"a","internal":true}])", R"([{"internal":null}])", "[]",
                             R"([1,"internal",null,[]])", "[ { \"internal\" : false } ]"})
      completes(jobs, jobs);
  }

  void strings_end_behind_an_even_number_of_backslashes() {
    completes(R"([{"internal":false,"a":"\\"},{"internal":false,"a":"\\\"},{"},{"internal":false,"":"\"\\\\"}])",
              R"([{"a":"\\"},{"a":"\\\"},{"},{"":"\"\\\\"}])");
    completes(R"([{"internal":true,"\\\"":"\\"},"\\",{"internal":false,"\\internal":""}])",
              R"([{"internal":true,"\\\"":"\\"},"\\",{"\\internal":""}])");
  }

  void names_are_compared_as_they_read_not_as_they_are_written() {
    completes(R"([{"\u0069nternal":true}])", R"([{"\u0069nternal":true}])");
    completes(R"([{"internal":false,"name":"\"internal\":true"}])", R"([{"name":"\"internal\":true"}])");
    completes(R"([{"internal":false,"event":{"internal":true}}])", R"([{"event":{"internal":true}}])");
    CPPUNIT_ASSERT_EQUAL(std::string("[]"), *split_manifest(R"({"j\u006fbs":[]})").jobs);
  }

  void one_job_that_is_not_enabled_is_noticed() {
    const auto all_enabled = [](const std::string& jobs) {
      return split_manifest("{\"jobs\":" + jobs + "}").all_jobs_enabled;
    };
    CPPUNIT_ASSERT(all_enabled("[]"));
    CPPUNIT_ASSERT(all_enabled(R"([{"enabled":true},{"\u0065nabled" : true }])"));
    for (const char* other : {R"({"enabled":false})", R"({"enabled":true,"enabled":false})", R"({"enabled":"true"})",
                              "{}", "null", "[true]"})
      CPPUNIT_ASSERT_MESSAGE(other, !all_enabled(std::string(R"([{"enabled":true},)") + other + "]"));
    CPPUNIT_ASSERT(!all_enabled(R"([{}],"jobs":[{"enabled":false}])"));
    CPPUNIT_ASSERT(all_enabled(R"([{}],"jobs":[{"enabled":true}])"));
  }

  void lists_keep_their_text() {
    const ManifestParts parts = split_manifest(
        "{ \"jobs\" : [ {\n \"n\": 1.50e3 ,\"n\":2 } ] , \"sources\":[ 1 ],\"dynamicTriggers\":[{\"jobs\":[{}]}],"
        "\"dynamicSchedules\":[\"\\u00e9\"], \"a \\\"b\" : { \"x\":1.0 },\"c\":null}");
    CPPUNIT_ASSERT_EQUAL(std::string("[ {\"internal\":false,\n \"n\": 1.50e3 ,\"n\":2 } ]"), *parts.jobs);
    CPPUNIT_ASSERT_EQUAL(std::string("[ 1 ]"), *parts.sources);
    CPPUNIT_ASSERT_EQUAL(std::string("[{\"jobs\":[{}]}]"), *parts.dynamic_triggers);
    CPPUNIT_ASSERT_EQUAL(std::string("[\"\\u00e9\"]"), *parts.dynamic_schedules);
    CPPUNIT_ASSERT_EQUAL(std::string("\"a \\\"b\":{ \"x\":1.0 },\"c\":null"), parts.others);
  }

  void what_is_not_there_stays_away() {
    const ManifestParts parts = split_manifest("{}");
    CPPUNIT_ASSERT(!parts.jobs && !parts.sources && !parts.dynamic_triggers && !parts.dynamic_schedules);
    CPPUNIT_ASSERT(parts.others.empty());
  }

  void what_is_no_array_is_no_list() {
    const ManifestParts parts = split_manifest(R"({"jobs":null,"sources":{}})");
    CPPUNIT_ASSERT(!parts.jobs && !parts.sources);
    CPPUNIT_ASSERT_EQUAL(std::string(R"("jobs":null,"sources":{})"), parts.others);
  }

  void the_last_of_a_name_counts() {
    CPPUNIT_ASSERT_EQUAL(std::string("[2]"), *split_manifest(R"({"sources":[1],"sources":[2]})").sources);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ManifestTest);

}  // namespace
}  // namespace kongflow::endpoints
