#include "http/index_endpoint_route.h"

#include <cppunit/extensions/HelperMacros.h>

#include "api_fixture.h"

namespace kongflow::endpoints {
namespace {

constexpr const char* kIndex = "/api/v1/endpoints/my-app/index";

class IndexEndpointRouteTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(IndexEndpointRouteTest);
  CPPUNIT_TEST(answers_the_index_and_its_run);
  CPPUNIT_TEST(data_is_kept_as_it_was_written);
  CPPUNIT_TEST(null_data_is_no_data);
  CPPUNIT_TEST(body_that_does_not_fit_is_refused_before_the_app_is_asked);
  CPPUNIT_TEST(unknown_slug_and_other_environment_are_not_found);
  CPPUNIT_TEST(unknown_slug_comes_before_an_invalid_body);
  CPPUNIT_TEST(encoded_slash_belongs_to_the_slug);
  CPPUNIT_TEST(app_trouble_is_502_with_the_run);
  CPPUNIT_TEST(invalid_manifest_is_422_with_the_run);
  CPPUNIT_TEST(cancelled_index_is_503);
  CPPUNIT_TEST(endpoint_removed_meanwhile_is_404_without_a_run);
  CPPUNIT_TEST_SUITE_END();

  Api api_;

  void fail_indexes(ClientFailure::Kind kind, const std::string& message) {
    api_.services.client.on_index = [=] { return FakeEndpointClient::failure_reply(kind, message); };
  }
  void assert_failed(const testing::HttpAnswer& answer, std::uint32_t status, const std::string& message) {
    assert_error(answer, status, message, "FAILED_INDEX");
    const std::string run = text(answer.body, "runId");
    CPPUNIT_ASSERT_EQUAL(run, text(raw(answer.body, "endpointIndex"), "id"));
    const auto shown = api_.call("GET", "/api/v1/endpointindex/" + run);
    CPPUNIT_ASSERT_EQUAL(std::string("FAILURE"), text(shown.body, "status"));
    CPPUNIT_ASSERT_EQUAL(message, text(raw(shown.body, "error"), "message"));
  }

 public:
  void setUp() override { CPPUNIT_ASSERT_EQUAL(200u, api_.create("my-app").status); }

  void answers_the_index_and_its_run() {
    const auto answer = api_.call("POST", kIndex, R"({"reason":"deploy","data":{"a":1},"source":"HOOK"})");
    CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.body, 200u, answer.status);
    const std::vector<std::string> expected{"id",         "endpointId", "createdAt", "updatedAt", "source",
                                            "sourceData", "reason",     "stats",     "runId"};
    CPPUNIT_ASSERT(expected == names(answer.body));
    CPPUNIT_ASSERT_EQUAL(std::string("API"), text(answer.body, "source"));
    CPPUNIT_ASSERT_EQUAL(std::string("deploy"), text(answer.body, "reason"));
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"a":1})"), raw(answer.body, "sourceData"));
    const auto run = api_.call("GET", "/api/v1/endpointindex/" + text(answer.body, "runId"));
    CPPUNIT_ASSERT_EQUAL(std::string("SUCCESS"), text(run.body, "status"));
    CPPUNIT_ASSERT_EQUAL(raw(answer.body, "stats"), raw(run.body, "stats"));
  }

  void data_is_kept_as_it_was_written() {
    for (const char* data : {"12345678901234567890", "1.0", "1e3", "-0", "[ 1,2 ]", R"({"b":1,"a":{}})", "false",
                             "\"\"", R"("\u0041\n\/")", "{}", "[]", "0.0000001"}) {
      const auto answer = api_.call("POST", kIndex, std::string(R"({"data":)") + data + "}");
      CPPUNIT_ASSERT_EQUAL(std::string(data), raw(answer.body, "sourceData"));
    }
  }

  void null_data_is_no_data() {
    const auto answer = api_.call("POST", kIndex, R"({"reason":"","data":null})");
    CPPUNIT_ASSERT_EQUAL(std::string("null"), raw(answer.body, "sourceData"));
    CPPUNIT_ASSERT_EQUAL(std::string(), text(answer.body, "reason"));
  }

  void body_that_does_not_fit_is_refused_before_the_app_is_asked() {
    const std::string deep = R"({"data":)" + std::string(200, '[') + std::string(200, ']') + "}";
    for (const std::string& body :
         {std::string(), std::string("null"), std::string("[]"), std::string(R"({"reason":5})"),
          std::string(R"({"reason":null})"), std::string(R"({"reason":"a\u0000b"})"),
          std::string(R"({"data":{"k":"\ud800"}})"), deep}) {
      const auto answer = api_.call("POST", kIndex, body);
      assert_error(answer, 400, "Invalid body", "INVALID_REQUEST");
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, api_.services.client.indexes().size());
  }

  void unknown_slug_and_other_environment_are_not_found() {
    assert_error(api_.call("POST", "/api/v1/endpoints/other/index", "{}"), 404, "Endpoint not found",
                 "ENDPOINT_NOT_FOUND");
    testing::EnvironmentFacts other;
    other.id = "44444444-4444-4444-8444-444444444444";
    assert_error(api_.call_as(other, "POST", kIndex, "{}"), 404, "Endpoint not found", "ENDPOINT_NOT_FOUND");
  }

  void unknown_slug_comes_before_an_invalid_body() {
    for (const std::string body : {"", "null", "[]", "{", R"({"reason":5})", R"({"data":"\u0000"})"})
      assert_error(api_.call("POST", "/api/v1/endpoints/other/index", body), 404, "Endpoint not found",
                   "ENDPOINT_NOT_FOUND");
  }

  void encoded_slash_belongs_to_the_slug() {
    CPPUNIT_ASSERT_EQUAL(200u, api_.create("a/b").status);
    CPPUNIT_ASSERT_EQUAL(200u, api_.call("POST", "/api/v1/endpoints/a%2Fb/index", "{}").status);
  }

  void app_trouble_is_502_with_the_run() {
    for (const auto kind : {ClientFailure::Kind::unreachable, ClientFailure::Kind::bad_status,
                            ClientFailure::Kind::unparsable, ClientFailure::Kind::refused}) {
      fail_indexes(kind, "Could not connect to endpoint");
      assert_failed(api_.call("POST", kIndex, "{}"), 502, "Could not connect to endpoint");
    }
  }

  void invalid_manifest_is_422_with_the_run() {
    fail_indexes(ClientFailure::Kind::invalid_manifest, R"(Job "a": Required at "name")");
    assert_failed(api_.call("POST", kIndex, "{}"), 422, R"(Job "a": Required at "name")");
  }

  void cancelled_index_is_503() {
    fail_indexes(ClientFailure::Kind::cancelled, "The host is shutting down");
    assert_failed(api_.call("POST", kIndex, "{}"), 503, "The host is shutting down");
  }

  void endpoint_removed_meanwhile_is_404_without_a_run() {
    for (const bool app_answers : {true, false}) {
      api_.create("my-app");
      api_.services.client.on_index = [=] {
        api_.call("DELETE", "/api/v1/endpoints/my-app");
        return app_answers ? FakeEndpointClient::manifest_reply(FakeEndpointClient::kEmptyManifest, {})
                           : FakeEndpointClient::failure_reply(ClientFailure::Kind::unreachable, "It is down");
      };
      const auto answer = api_.call("POST", kIndex, "{}");
      assert_error(answer, 404, "Endpoint not found", "ENDPOINT_NOT_FOUND");
      CPPUNIT_ASSERT(!json_member(answer.body, "runId"));
    }
    CPPUNIT_ASSERT(api_.services.database_failures.empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(IndexEndpointRouteTest);

}  // namespace
}  // namespace kongflow::endpoints
