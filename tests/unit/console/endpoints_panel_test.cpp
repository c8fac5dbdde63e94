#include "console/endpoints_panel.h"

#include "console/endpoint_row.h"
#include "panel_fixture.h"

namespace kongflow::endpoints {
namespace {

class EndpointsPanelTest : public PanelFixture {
  CPPUNIT_TEST_SUITE(EndpointsPanelTest);
  CPPUNIT_TEST(row_has_a_member_for_each_column);
  CPPUNIT_TEST(row_shows_the_last_run_and_index_and_the_history);
  CPPUNIT_TEST(rows_are_paged_newest_first);
  CPPUNIT_TEST(rows_come_in_the_order_that_is_asked_for);
  CPPUNIT_TEST(every_sortable_column_sorts);
  CPPUNIT_TEST(filter_finds_rows_in_any_case);
  CPPUNIT_TEST(query_that_does_not_fit_is_bad_input);
  CPPUNIT_TEST(page_of_an_endpoint_has_what_is_known);
  CPPUNIT_TEST(page_of_a_failed_endpoint_says_what_to_do);
  CPPUNIT_TEST(page_of_an_endpoint_that_is_retried_says_so_whatever_failed_last);
  CPPUNIT_TEST(page_of_an_unknown_row_is_not_found);
  CPPUNIT_TEST(version_differs_after_every_change);
  CPPUNIT_TEST(database_trouble_is_to_be_tried_again);
  CPPUNIT_TEST_SUITE_END();

 public:
  void row_has_a_member_for_each_column() {
    const Endpoint endpoint = services_.endpoint();
    const std::string page = rows("{}");
    const std::string_view row = elements(page).at(0);
    CPPUNIT_ASSERT_EQUAL(endpoint.id, member(row, "id"));
    for (const auto& column : endpoint_columns())
      CPPUNIT_ASSERT_MESSAGE(column.key, json_member(row, column.key).has_value());
    CPPUNIT_ASSERT_EQUAL(std::string("PENDING"), member(row, "status"));
  }

  void row_shows_the_last_run_and_index_and_the_history() {
    const Endpoint endpoint = services_.endpoint();
    services_.client.on_index = [] {
      IndexReply reply = FakeEndpointClient::manifest_reply(FakeEndpointClient::kEmptyManifest, {});
      reply.facts.sdk_version = "3.3.17";
      return reply;
    };
    index(endpoint.id);
    fail_indexes("Could not connect to endpoint X");
    host_.act("endpoints", "index", of(endpoint.id));
    const std::string page = rows("{}");
    const std::string_view row = elements(page).at(0);
    CPPUNIT_ASSERT_EQUAL(std::string("FAILURE"), member(row, "status"));
    CPPUNIT_ASSERT_EQUAL(std::string("Could not connect to endpoint X"), member(row, "error"));
    CPPUNIT_ASSERT_EQUAL(std::string_view(R"(["PENDING","SUCCESS","FAILURE"])"), json(row, "history"));
    CPPUNIT_ASSERT_EQUAL(std::string("MANUAL"), member(row, "source"));
    CPPUNIT_ASSERT_EQUAL(std::string("3.3.17"), member(row, "sdkVersion"));
    CPPUNIT_ASSERT_EQUAL(std::string_view("0"), json(json(row, "stats"), "jobs"));
  }

  void rows_are_paged_newest_first() {
    for (const char* slug : {"one", "two", "three"}) services_.endpoint(slug);
    const std::string first = rows(R"({"limit":2,"cursor":null,"filter":null,"sort":null,"parent":null})");
    CPPUNIT_ASSERT_EQUAL(std::string("three two "), slugs(first));
    const std::string second = rows(R"({"limit":2,"cursor":")" + member(first, "cursor") + "\"}");
    CPPUNIT_ASSERT_EQUAL(std::string("one "), slugs(second));
    CPPUNIT_ASSERT_EQUAL(std::string_view("null"), json(second, "cursor"));
  }

  void rows_come_in_the_order_that_is_asked_for() {
    for (const char* slug : {"b", "C", "a"}) services_.endpoint(slug);
    CPPUNIT_ASSERT_EQUAL(std::string("a b C "), slugs(rows(R"({"sort":"slug"})")));
    CPPUNIT_ASSERT_EQUAL(std::string("C b a "), slugs(rows(R"({"sort":"-slug"})")));
    CPPUNIT_ASSERT_EQUAL(std::string("b C a "), slugs(rows(R"({"sort":"registeredAt"})")));
  }

  void every_sortable_column_sorts() {
    for (const auto& column : endpoint_columns()) {
      const int expected = column.sortable ? KF_OK : KF_BAD_ARGUMENT;
      for (const char* direction : {"", "-"})
        CPPUNIT_ASSERT_EQUAL_MESSAGE(
            column.key, expected,
            host_.rows("endpoints", R"({"sort":")" + std::string(direction) + column.key + "\"}").status + 0);
    }
  }

  void filter_finds_rows_in_any_case() {
    for (const char* slug : {"needle", "hay-1", "hay-2"}) services_.endpoint(slug);
    CPPUNIT_ASSERT_EQUAL(std::string("needle "), slugs(rows(R"({"limit":1,"filter":"NEED"})")));
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, elements(rows(R"({"filter":"app.test"})")).size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, elements(rows(R"({"filter":"pending"})")).size());
    CPPUNIT_ASSERT(elements(rows(R"({"filter":"nothing"})")).empty());
  }

  void query_that_does_not_fit_is_bad_input() {
    for (const char* query :
         {"[]", R"({"limit":"x"})", R"({"limit":1.5})", R"({"cursor":"nope"})", R"({"filter":1})", R"({"sort":"x"})"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(query, KF_BAD_ARGUMENT + 0, host_.rows("endpoints", query).status);
    CPPUNIT_ASSERT_EQUAL(KF_BAD_ARGUMENT + 0, host_.row("endpoints", "{}").status);
  }

  void page_of_an_endpoint_has_what_is_known() {
    const Endpoint endpoint = services_.endpoint();
    const std::string page = row("endpoints", endpoint.id);
    CPPUNIT_ASSERT_EQUAL(endpoint.id, member(page, "id"));
    CPPUNIT_ASSERT_EQUAL(std::string("my-app"), member(page, "title"));
    CPPUNIT_ASSERT_EQUAL("endpoint-" + endpoint.id, member(page, "queue"));
    CPPUNIT_ASSERT_EQUAL(std::string("\"PENDING\""), fact(page, "Last run"));
    CPPUNIT_ASSERT_EQUAL(quote_json(endpoint.environment_id), fact(page, "Environment id"));
    CPPUNIT_ASSERT_EQUAL(std::string(), fact(page, "Indexed"));
    CPPUNIT_ASSERT_EQUAL(std::string(), fact(page, "What to do"));
    CPPUNIT_ASSERT_EQUAL(std::string_view("null"), json(page, "document"));
    CPPUNIT_ASSERT_EQUAL(std::string_view("null"), json(page, "parent"));
    CPPUNIT_ASSERT_EQUAL(elements(rows("{}")).at(0).size(), json(page, "values").size());
    CPPUNIT_ASSERT_EQUAL(endpoint.url, member(json(page, "values"), "url"));
    CPPUNIT_ASSERT_EQUAL(std::string::npos, page.find(endpoint.indexing_hook_identifier));
    CPPUNIT_ASSERT_EQUAL(std::string::npos, page.find(services_.environment.api_key));
  }

  void page_of_a_failed_endpoint_says_what_to_do() {
    const Endpoint endpoint = services_.endpoint();
    fail_indexes("Could not connect to endpoint X");
    fail_attempt(endpoint, 25);
    host_.act("endpoints", "index", of(endpoint.id));
    const std::string page = row("endpoints", endpoint.id);
    CPPUNIT_ASSERT_EQUAL(std::string("\"Could not connect to endpoint X\""), fact(page, "What failed"));
    CPPUNIT_ASSERT_EQUAL(std::string("\"FAILED_INDEX\""), fact(page, "Error code"));
    CPPUNIT_ASSERT(fact(page, "What to do").find("not retried automatically") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::string(), fact(page, "Next"));
    CPPUNIT_ASSERT_EQUAL(std::string_view("null"), json(json(page, "values"), "nextAttemptAt"));
  }

  void page_of_an_endpoint_that_is_retried_says_so_whatever_failed_last() {
    const Endpoint endpoint = services_.endpoint();
    fail_indexes("Could not connect to endpoint X");
    fail_attempt(endpoint, 6);
    const std::string own = fact(row("endpoints", endpoint.id), "What to do");
    CPPUNIT_ASSERT_MESSAGE(own, own.find("This run is retried automatically (attempt 7 of 25).") != std::string::npos);
    host_.act("endpoints", "index", of(endpoint.id));
    const std::string page = row("endpoints", endpoint.id);
    const std::string sentence = "The INTERNAL run of this endpoint is retried automatically (attempt 7 of 25).";
    for (const std::string& shown : {page, row("runs", services_.repository.runs().back().id)}) {
      const std::string advice = fact(shown, "What to do");
      CPPUNIT_ASSERT_MESSAGE(advice, advice.find(sentence) != std::string::npos);
      CPPUNIT_ASSERT_EQUAL(std::string::npos, advice.find("not retried"));
    }
    CPPUNIT_ASSERT_EQUAL(quote_json(sentence), fact(page, "Next"));
    CPPUNIT_ASSERT(!fact(page, "Next attempt").empty());
    CPPUNIT_ASSERT_EQUAL(fact(page, "Next attempt"), std::string(json(json(page, "values"), "nextAttemptAt")));
  }

  void page_of_an_unknown_row_is_not_found() {
    CPPUNIT_ASSERT_EQUAL(KF_NOT_FOUND + 0, host_.row("endpoints", of("nope")).status);
  }

  void version_differs_after_every_change() {
    std::string last = host_.version("endpoints").json;
    const auto changed = [&] { return std::exchange(last, host_.version("runs").json) != last; };
    CPPUNIT_ASSERT(!changed());
    const Endpoint endpoint = services_.endpoint();
    CPPUNIT_ASSERT(changed());
    index(endpoint.id);
    CPPUNIT_ASSERT(changed());
    host_.act("endpoints", "delete", of(endpoint.id));
    CPPUNIT_ASSERT(changed());
    services_.repository.broken.emplace("connection lost", "");
    CPPUNIT_ASSERT_EQUAL(KF_RETRY + 0, host_.version("indexes").status);
  }

  void database_trouble_is_to_be_tried_again() {
    services_.repository.broken.emplace("connection lost", "");
    CPPUNIT_ASSERT_EQUAL(KF_RETRY + 0, host_.rows("endpoints", "{}").status);
    CPPUNIT_ASSERT_EQUAL(KF_RETRY + 0, host_.row("endpoints", of("1")).status);
    CPPUNIT_ASSERT_EQUAL(KF_RETRY + 0, host_.act("endpoints", "delete", of("1")).status);
  }

 private:
  // Of the task of the endpoint's first index.
  void fail_attempt(const Endpoint& endpoint, std::int64_t attempt) {
    const TaskAttempt task{*services_.repository.runs().front().task_id, attempt, 25};
    services_.source()()->index.index(endpoint.id, {}, task, {});
  }
  static std::string slugs(const std::string& page) {
    std::string joined;
    for (const std::string_view row : elements(page)) joined += member(row, "slug") + " ";
    return joined;
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EndpointsPanelTest);

}  // namespace
}  // namespace kongflow::endpoints
