// The routes that show and remove endpoints, indexes and runs.
#include <cppunit/extensions/HelperMacros.h>

#include "api_fixture.h"

namespace kongflow::endpoints {
namespace {

class QueryRoutesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(QueryRoutesTest);
  CPPUNIT_TEST(list_is_paged_newest_first);
  CPPUNIT_TEST(list_shows_one_environment_only);
  CPPUNIT_TEST(limit_and_cursor_must_fit);
  CPPUNIT_TEST(endpoint_is_shown_with_its_hook_url_and_latest_index_and_run);
  CPPUNIT_TEST(hook_url_begins_with_the_host_of_the_request_when_nothing_is_configured);
  CPPUNIT_TEST(hook_url_has_the_scheme_of_the_connection);
  CPPUNIT_TEST(hook_url_encodes_the_slug);
  CPPUNIT_TEST(indexes_are_paged);
  CPPUNIT_TEST(deleted_endpoint_is_gone);
  CPPUNIT_TEST(unknown_names_are_not_found);
  CPPUNIT_TEST(database_that_is_away_is_503_to_try_again);
  CPPUNIT_TEST(database_that_refuses_is_500_without_its_text);
  CPPUNIT_TEST_SUITE_END();

  Api api_;

  static std::vector<std::string> slugs(const std::string& body) {
    std::vector<std::string> all;
    const std::string endpoints = raw(body, "endpoints");
    for (const auto element : json_elements(endpoints)) all.push_back(text(std::string(element), "slug"));
    return all;
  }

 public:
  void list_is_paged_newest_first() {
    for (const char* slug : {"one", "two", "three"}) api_.create(slug);
    const auto first = api_.call("GET", "/api/v1/endpoints?limit=2");
    CPPUNIT_ASSERT((slugs(first.body) == std::vector<std::string>{"three", "two"}));
    const auto second = api_.call("GET", "/api/v1/endpoints?limit=2&cursor=" + text(first.body, "nextCursor"));
    CPPUNIT_ASSERT((slugs(second.body) == std::vector<std::string>{"one"}));
    CPPUNIT_ASSERT_EQUAL(std::string("null"), raw(second.body, "nextCursor"));
  }

  void list_shows_one_environment_only() {
    api_.create();
    testing::EnvironmentFacts other;
    other.id = "44444444-4444-4444-8444-444444444444";
    CPPUNIT_ASSERT(slugs(api_.call_as(other, "GET", "/api/v1/endpoints").body).empty());
  }

  void limit_and_cursor_must_fit() {
    for (const char* query : {"limit=0", "limit=101", "limit=x", "limit=", "limit=1.5"})
      assert_error(api_.call("GET", std::string("/api/v1/endpoints?") + query), 400, "Invalid limit",
                   "INVALID_REQUEST");
    assert_error(api_.call("GET", "/api/v1/endpoints?cursor=nope"), 400, "Invalid cursor", "INVALID_REQUEST");
  }

  void endpoint_is_shown_with_its_hook_url_and_latest_index_and_run() {
    const auto created = api_.create();
    auto shown = api_.call("GET", "/api/v1/endpoints/my-app").body;
    CPPUNIT_ASSERT_EQUAL(std::string("null"), raw(shown, "latestIndex"));
    CPPUNIT_ASSERT_EQUAL(std::string("PENDING"), text(raw(shown, "latestRun"), "status"));
    CPPUNIT_ASSERT_EQUAL("https://kong.example.com/api/v1/endpoints/" + api_.environment().id + "/my-app/index/" +
                             text(created.body, "indexingHookIdentifier"),
                         text(shown, "hookUrl"));

    const auto indexed = api_.call("POST", "/api/v1/endpoints/my-app/index", "{}");
    shown = api_.call("GET", "/api/v1/endpoints/my-app").body;
    CPPUNIT_ASSERT_EQUAL(text(indexed.body, "id"), text(raw(shown, "latestIndex"), "id"));
    CPPUNIT_ASSERT_EQUAL(text(indexed.body, "runId"), text(raw(shown, "latestRun"), "id"));
    CPPUNIT_ASSERT_EQUAL(text(indexed.body, "id"), text(raw(shown, "latestRun"), "indexId"));
  }

  void hook_url_begins_with_the_host_of_the_request_when_nothing_is_configured() {
    api_.services.public_url.clear();
    api_.create();
    const auto shown = api_.call("GET", "/api/v1/endpoints/my-app").body;
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, text(shown, "hookUrl").find("http://localhost:3040/api/v1/endpoints/"));
  }

  void hook_url_has_the_scheme_of_the_connection() {
    api_.services.public_url.clear();
    api_.create();
    testing::RequestFacts facts{"GET", "/api/v1/endpoints/my-app", {}, api_.environment(), {{"host", "jobs.test"}}};
    facts.secure = true;
    const auto shown = api_.host().request(facts).body;
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, text(shown, "hookUrl").find("https://jobs.test/api/v1/endpoints/"));
  }

  void hook_url_encodes_the_slug() {
    api_.create("a/b%");
    const auto shown = api_.call("GET", "/api/v1/endpoints/a%2Fb%25").body;
    const std::string url = text(shown, "hookUrl");
    CPPUNIT_ASSERT(url.find("/a%2Fb%25/index/") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(200u, api_.host().request({"GET", url.substr(url.find("/api/"))}).status);
  }

  void indexes_are_paged() {
    api_.create();
    for (const char* reason : {"a", "b", "c"})
      api_.call("POST", "/api/v1/endpoints/my-app/index", R"({"reason":")" + std::string(reason) + R"("})");
    const auto first = api_.call("GET", "/api/v1/endpoints/my-app/indexes?limit=2").body;
    const std::string indexes = raw(first, "indexes");
    const auto newest = json_elements(indexes);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, newest.size());
    CPPUNIT_ASSERT_EQUAL(std::string("c"), text(std::string(newest[0]), "reason"));
    const auto second =
        api_.call("GET", "/api/v1/endpoints/my-app/indexes?limit=2&cursor=" + text(first, "nextCursor")).body;
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, json_elements(raw(second, "indexes")).size());
  }

  void deleted_endpoint_is_gone() {
    api_.create();
    const auto answer = api_.call("DELETE", "/api/v1/endpoints/my-app");
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"ok":true})"), answer.body);
    CPPUNIT_ASSERT_EQUAL(404u, api_.call("GET", "/api/v1/endpoints/my-app").status);
    assert_error(api_.call("DELETE", "/api/v1/endpoints/my-app"), 404, "Endpoint not found", "ENDPOINT_NOT_FOUND");
  }

  void unknown_names_are_not_found() {
    for (const char* path : {"/api/v1/endpoints/nope", "/api/v1/endpoints/nope/indexes"})
      assert_error(api_.call("GET", path), 404, "Endpoint not found", "ENDPOINT_NOT_FOUND");
    for (const char* id : {"nope", "55555555-5555-4555-8555-555555555555"})
      assert_error(api_.call("GET", std::string("/api/v1/endpointindex/") + id), 404, "Endpoint index not found",
                   "ENDPOINT_NOT_FOUND");
  }

  void database_that_is_away_is_503_to_try_again() {
    api_.services.repository.broken.emplace("connection to 10.0.0.1 lost", "");
    const auto answer = api_.call("GET", "/api/v1/endpoints");
    assert_error(answer, 503, "The database is not available. Try again in a moment.", "DATABASE");
    CPPUNIT_ASSERT_EQUAL(std::string("1"), answer.header("retry-after"));
  }

  void database_that_refuses_is_500_without_its_text() {
    api_.services.repository.broken.emplace("value overflows numeric format", "22003");
    assert_error(api_.call("GET", "/api/v1/endpoints"), 500, "Internal Server Error", "DATABASE");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(QueryRoutesTest);

}  // namespace
}  // namespace kongflow::endpoints
