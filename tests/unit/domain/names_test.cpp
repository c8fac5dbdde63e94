#include <cppunit/extensions/HelperMacros.h>

#include "domain/error.h"
#include "domain/index_run.h"
#include "domain/manifest.h"

namespace kongflow::endpoints {
namespace {

// The texts that are stored and shown.
class NamesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(NamesTest);
  CPPUNIT_TEST(sources_are_read_as_they_are_written);
  CPPUNIT_TEST(other_sources_are_refused);
  CPPUNIT_TEST(states_and_codes_are_upper_case_words);
  CPPUNIT_TEST(statistics_have_the_four_counts_always);
  CPPUNIT_TEST(statistics_have_further_counts_when_there_are_any);
  CPPUNIT_TEST_SUITE_END();

 public:
  void sources_are_read_as_they_are_written() {
    for (const IndexSource source : {IndexSource::manual, IndexSource::api, IndexSource::internal, IndexSource::hook})
      CPPUNIT_ASSERT(parse_index_source(to_string(source)) == source);
  }

  void other_sources_are_refused() {
    for (const char* text : {"", "api", "CRON", "API "}) CPPUNIT_ASSERT(!parse_index_source(text));
  }

  void states_and_codes_are_upper_case_words() {
    CPPUNIT_ASSERT(to_string(RunStatus::pending) == "PENDING");
    CPPUNIT_ASSERT(to_string(RunStatus::started) == "STARTED");
    CPPUNIT_ASSERT(to_string(RunStatus::success) == "SUCCESS");
    CPPUNIT_ASSERT(to_string(RunStatus::failure) == "FAILURE");
    CPPUNIT_ASSERT(to_string(ErrorCode::invalid_request) == "INVALID_REQUEST");
    CPPUNIT_ASSERT(to_string(ErrorCode::endpoint_not_found) == "ENDPOINT_NOT_FOUND");
    CPPUNIT_ASSERT(to_string(ErrorCode::failed_ping) == "FAILED_PING");
    CPPUNIT_ASSERT(to_string(ErrorCode::failed_upsert) == "FAILED_UPSERT");
    CPPUNIT_ASSERT(to_string(ErrorCode::failed_index) == "FAILED_INDEX");
    CPPUNIT_ASSERT(to_string(ErrorCode::database) == "DATABASE");
    CPPUNIT_ASSERT(to_string(ErrorCode::invalid_payload) == "INVALID_PAYLOAD");
  }

  void statistics_have_the_four_counts_always() {
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"jobs":0,"sources":0,"dynamicTriggers":0,"dynamicSchedules":0})"),
                         to_json(IndexStats{}));
  }

  void statistics_have_further_counts_when_there_are_any() {
    IndexStats stats{1, 2, 3, 4, 5, 6, 7};
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"jobs":1,"sources":2,"dynamicTriggers":3,"dynamicSchedules":4,)"
                                     R"("webhooks":5,"httpEndpoints":6,"disabledJobs":7})"),
                         to_json(stats));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(NamesTest);

}  // namespace
}  // namespace kongflow::endpoints
