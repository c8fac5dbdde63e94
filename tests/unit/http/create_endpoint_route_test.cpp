#include "http/create_endpoint_route.h"

#include <cppunit/extensions/HelperMacros.h>

#include "api_fixture.h"

namespace kongflow::endpoints {
namespace {

class CreateEndpointRouteTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CreateEndpointRouteTest);
  CPPUNIT_TEST(answers_the_endpoint_and_the_run_of_its_first_index);
  CPPUNIT_TEST(ignores_members_it_does_not_know);
  CPPUNIT_TEST(last_of_two_members_counts);
  CPPUNIT_TEST(compressed_body_is_refused_with_advice);
  CPPUNIT_TEST(body_that_does_not_fit_is_refused_before_the_app_is_asked);
  CPPUNIT_TEST(failed_ping_tells_what_the_app_did);
  CPPUNIT_TEST(refused_url_is_not_logged);
  CPPUNIT_TEST(failed_upsert_is_told_and_its_cause_is_reported);
  CPPUNIT_TEST(fault_of_the_platform_is_503_and_its_cause_is_reported);
  CPPUNIT_TEST(environment_removed_meanwhile_is_404);
  CPPUNIT_TEST(needs_an_environment);
  CPPUNIT_TEST_SUITE_END();

  Api api_;

 public:
  void answers_the_endpoint_and_the_run_of_its_first_index() {
    const auto answer = api_.create("my-app");
    CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.body, 200u, answer.status);
    const std::vector<std::string> expected{
        "id",        "slug",      "url",       "environmentId",          "organizationId",
        "projectId", "createdAt", "updatedAt", "indexingHookIdentifier", "endpointIndex"};
    CPPUNIT_ASSERT(expected == names(answer.body));
    CPPUNIT_ASSERT_EQUAL(std::string("my-app"), text(answer.body, "slug"));
    CPPUNIT_ASSERT_EQUAL(std::string("http://app.test/api"), text(answer.body, "url"));
    CPPUNIT_ASSERT_EQUAL(api_.environment().id, text(answer.body, "environmentId"));
    const std::string run = text(raw(answer.body, "endpointIndex"), "id");
    CPPUNIT_ASSERT_EQUAL(std::string("PENDING"), text(api_.call("GET", "/api/v1/endpointindex/" + run).body, "status"));
  }

  void ignores_members_it_does_not_know() {
    const auto answer = api_.call("POST", "/api/v1/endpoints",
                                  R"({"id":"a","url":"http://app.test/","environmentId":"evil","x":[1e400]})");
    CPPUNIT_ASSERT_EQUAL(200u, answer.status);
    CPPUNIT_ASSERT_EQUAL(api_.environment().id, text(answer.body, "environmentId"));
  }

  void last_of_two_members_counts() {
    const auto answer =
        api_.call("POST", "/api/v1/endpoints", R"({"id":"first","id":"second","url":"http://a.test/"})");
    CPPUNIT_ASSERT_EQUAL(std::string("second"), text(answer.body, "slug"));
  }

  void compressed_body_is_refused_with_advice() {
    for (const auto& [coding, status] :
         {std::pair<std::string, std::uint32_t>{"gzip", 400}, {"br", 415}, {"zstd", 415}}) {
      const auto answer = api_.host().request(
          {"POST", "/api/v1/endpoints", "\x1f\x8b", api_.environment(), {{"content-encoding", coding}}});
      assert_error(answer, status, "Invalid request body", "INVALID_REQUEST");
      CPPUNIT_ASSERT(text(answer.body, "reason").find("Content-Encoding") != std::string::npos);
    }
  }

  void body_that_does_not_fit_is_refused_before_the_app_is_asked() {
    for (const char* body :
         {"", "{", "[]", "null", "\"x\"", "id=my-app&url=x", R"({"url":"http://a.test/"})", R"({"id":"a"})",
          R"({"id":1,"url":"http://a.test/"})", R"({"id":null,"url":"http://a.test/"})", R"({"id":"a","url":{}})",
          R"({"id":"","url":"http://a.test/"})", R"({"id":"a\u0000b","url":"http://a.test/"})",
          "{\"id\":\"\xff\",\"url\":\"http://a.test/\"}"}) {
      const auto answer = api_.call("POST", "/api/v1/endpoints", body);
      assert_error(answer, 400, "Invalid request body", "INVALID_REQUEST");
      CPPUNIT_ASSERT(!text(answer.body, "reason").empty());
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, api_.services.client.pings().size());
    CPPUNIT_ASSERT_EQUAL(std::string("[]"), raw(api_.call("GET", "/api/v1/endpoints").body, "endpoints"));
  }

  void failed_ping_tells_what_the_app_did() {
    api_.services.client.on_ping = [] {
      return PingReply{
          ClientFailure{ClientFailure::Kind::bad_status, "Could not connect. Status code: 500", "See its log"}};
    };
    const auto answer = api_.create();
    assert_error(answer, 400, "Could not connect. Status code: 500", "FAILED_PING");
    CPPUNIT_ASSERT_EQUAL(std::string("See its log"), text(answer.body, "reason"));
  }

  void refused_url_is_not_logged() {
    api_.services.client.on_ping = [] {
      return PingReply{ClientFailure{ClientFailure::Kind::refused, "Could not connect to endpoint http://u:pw@a.test/",
                                     "A URL must not hold a user name or a password"}};
    };
    const auto answer = api_.create();
    CPPUNIT_ASSERT_EQUAL(std::string("FAILED_PING"), answer.error_code);
    CPPUNIT_ASSERT_EQUAL(std::string("A URL must not hold a user name or a password"), answer.error_message);
  }

  void failed_upsert_is_told_and_its_cause_is_reported() {
    api_.services.repository.broken.emplace("value out of range", "22003");
    const auto answer = api_.create();
    CPPUNIT_ASSERT_EQUAL(400u, answer.status);
    CPPUNIT_ASSERT_EQUAL(std::string("FAILED_UPSERT"), text(answer.body, "code"));
    CPPUNIT_ASSERT_EQUAL(std::string::npos, answer.body.find("out of range"));
    CPPUNIT_ASSERT_EQUAL(std::string("value out of range"), answer.error_message);
    CPPUNIT_ASSERT(api_.services.database_failures == (std::vector<std::string>{"statement: value out of range"}));
  }

  void fault_of_the_platform_is_503_and_its_cause_is_reported() {
    api_.services.repository.broken.emplace("cannot execute INSERT in a read-only transaction", "25006");
    const auto answer = api_.create();
    assert_error(answer, 503, "The database is not available. Try again in a moment.", "DATABASE");
    CPPUNIT_ASSERT_EQUAL(std::string("1"), answer.header("retry-after"));
    CPPUNIT_ASSERT(api_.services.database_failures ==
                   (std::vector<std::string>{"read_only: cannot execute INSERT in a read-only transaction"}));
  }

  void environment_removed_meanwhile_is_404() {
    api_.services.client.on_ping = [this] {
      api_.services.repository.remove_environment(api_.environment().id);
      return PingReply{};
    };
    assert_error(api_.create(), 404, "Environment not found", "ENDPOINT_NOT_FOUND");
    CPPUNIT_ASSERT(api_.services.database_failures.empty());
  }

  void needs_an_environment() {
    CPPUNIT_ASSERT_EQUAL(401u, api_.host().request({"POST", "/api/v1/endpoints", "{}"}).status);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CreateEndpointRouteTest);

}  // namespace
}  // namespace kongflow::endpoints
