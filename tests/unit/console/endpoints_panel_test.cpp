#include "console/endpoints_panel.h"

#include <cppunit/extensions/HelperMacros.h>

#include "console/endpoint_row.h"
#include "domain/json_text.h"
#include "fakes/wired_services.h"
#include "testing/fake_host.h"

namespace kongflow::endpoints {
namespace {

class EndpointsPanelTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EndpointsPanelTest);
  CPPUNIT_TEST(row_has_a_member_for_each_column);
  CPPUNIT_TEST(rows_are_paged);
  CPPUNIT_TEST(filter_finds_matches_on_later_pages);
  CPPUNIT_TEST(query_that_does_not_fit_is_bad_input);
  CPPUNIT_TEST(index_action_indexes_as_manual);
  CPPUNIT_TEST(failed_index_says_why_and_shows_in_the_row);
  CPPUNIT_TEST(delete_action_removes_the_endpoint);
  CPPUNIT_TEST(action_on_an_unknown_row_is_not_found);
  CPPUNIT_TEST(action_without_row_is_bad_input);
  CPPUNIT_TEST(database_trouble_is_to_be_tried_again);
  CPPUNIT_TEST_SUITE_END();

  WiredServices services_;
  testing::FakeHost host_{[this](Registrar& registrar) { add_panels(registrar, services_.source()); }};

  std::string rows(const std::string& query) {
    const auto outcome = host_.rows("endpoints", query);
    CPPUNIT_ASSERT_EQUAL_MESSAGE(outcome.message, KF_OK + 0, outcome.status);
    CPPUNIT_ASSERT(!find_json_problem(outcome.json));
    return outcome.json;
  }
  static std::vector<std::string_view> elements(const std::string& page) {
    return json_elements(json_member(page, "rows").value());
  }
  static std::string member(std::string_view object, std::string_view name) {
    return json_string(json_member(object, name).value()).value();
  }
  static std::string row_id(const Endpoint& endpoint) {
    return R"({"id":")" + endpoint.environment_id + "/" + endpoint.slug + R"("})";
  }

 public:
  void setUp() override { host_.start(); }

  void row_has_a_member_for_each_column() {
    services_.endpoint("a/b");
    const std::string page = rows("{}");
    const std::string_view row = elements(page).at(0);
    CPPUNIT_ASSERT_EQUAL(std::string("11111111-1111-4111-8111-111111111111/a/b"), member(row, "id"));
    for (const auto& column : endpoint_columns())
      CPPUNIT_ASSERT_MESSAGE(column.key, json_member(row, column.key).has_value());
    CPPUNIT_ASSERT_EQUAL(std::string("PENDING"), member(row, "status"));
  }

  void rows_are_paged() {
    for (const char* slug : {"one", "two", "three"}) services_.endpoint(slug);
    const std::string first = rows(R"({"limit":2,"cursor":null,"filter":null})");
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, elements(first).size());
    const std::string second = rows(R"({"limit":2,"cursor":")" + member(first, "cursor") + "\"}");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, elements(second).size());
    CPPUNIT_ASSERT_EQUAL(std::string("one"), member(elements(second)[0], "slug"));
    CPPUNIT_ASSERT_EQUAL(std::string_view("null"), json_member(second, "cursor").value());
  }

  void filter_finds_matches_on_later_pages() {
    for (const char* slug : {"needle", "hay-1", "hay-2", "hay-3"}) services_.endpoint(slug);
    const std::string page = rows(R"({"limit":1,"filter":"NEED"})");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, elements(page).size());
    CPPUNIT_ASSERT_EQUAL(std::string("needle"), member(elements(page)[0], "slug"));
    CPPUNIT_ASSERT(elements(rows(R"({"limit":1,"filter":"nothing"})")).empty());
  }

  void query_that_does_not_fit_is_bad_input() {
    for (const char* query : {"[]", R"({"limit":"x"})", R"({"limit":1.5})", R"({"cursor":"nope"})", R"({"filter":1})"})
      CPPUNIT_ASSERT_EQUAL(KF_BAD_ARGUMENT + 0, host_.rows("endpoints", query).status);
  }

  void index_action_indexes_as_manual() {
    const auto outcome = host_.act("endpoints", "index", row_id(services_.endpoint()));
    CPPUNIT_ASSERT_EQUAL_MESSAGE(outcome.message, KF_OK + 0, outcome.status);
    CPPUNIT_ASSERT(json_member(outcome.json, "stats").has_value());
    CPPUNIT_ASSERT(IndexSource::manual == services_.repository.runs().back().request.source);
    CPPUNIT_ASSERT(RunStatus::success == services_.repository.runs().back().status);
  }

  void failed_index_says_why_and_shows_in_the_row() {
    const Endpoint endpoint = services_.endpoint();
    services_.client.on_index = [] {
      return FakeEndpointClient::failure_reply(ClientFailure::Kind::unreachable, "Could not connect to endpoint X");
    };
    const auto outcome = host_.act("endpoints", "index", row_id(endpoint));
    CPPUNIT_ASSERT_EQUAL(KF_FAILED + 0, outcome.status);
    CPPUNIT_ASSERT_EQUAL(std::string("FAILED_INDEX"), outcome.code);
    CPPUNIT_ASSERT_EQUAL(std::string("Could not connect to endpoint X"), outcome.message);
    const std::string page = rows(R"({"filter":"failure"})");
    CPPUNIT_ASSERT_EQUAL(std::string("Could not connect to endpoint X"), member(elements(page).at(0), "error"));
  }

  void delete_action_removes_the_endpoint() {
    const auto outcome = host_.act("endpoints", "delete", row_id(services_.endpoint()));
    CPPUNIT_ASSERT_EQUAL(KF_OK + 0, outcome.status);
    CPPUNIT_ASSERT(elements(rows("{}")).empty());
  }

  void action_on_an_unknown_row_is_not_found() {
    for (const char* id : {R"({"id":"nope"})", R"({"id":"11111111-1111-4111-8111-111111111111/nope"})"})
      for (const char* action : {"index", "delete"})
        CPPUNIT_ASSERT_EQUAL(KF_NOT_FOUND + 0, host_.act("endpoints", action, id).status);
  }

  void action_without_row_is_bad_input() {
    for (const char* input : {"{}", "[]", R"({"id":1})"})
      CPPUNIT_ASSERT_EQUAL(KF_BAD_ARGUMENT + 0, host_.act("endpoints", "index", input).status);
  }

  void database_trouble_is_to_be_tried_again() {
    services_.repository.broken.emplace("connection lost", "", true);
    CPPUNIT_ASSERT_EQUAL(KF_RETRY + 0, host_.rows("endpoints", "{}").status);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EndpointsPanelTest);

}  // namespace
}  // namespace kongflow::endpoints
