#include "service/create_endpoint_service.h"

#include <cppunit/extensions/HelperMacros.h>

#include "fakes/fake_endpoint_client.h"
#include "fakes/fake_endpoint_repository.h"
#include "fakes/fixed_hook_identifiers.h"

namespace kongflow::endpoints {
namespace {

class CreateEndpointServiceTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CreateEndpointServiceTest);
  CPPUNIT_TEST(app_that_answers_is_stored_with_its_first_index_waiting);
  CPPUNIT_TEST(app_is_called_with_the_key_of_its_environment);
  CPPUNIT_TEST(url_is_trimmed_before_the_call_and_stored_so);
  CPPUNIT_TEST(attempts_depend_on_the_type_of_environment);
  CPPUNIT_TEST(known_app_keeps_its_identity);
  CPPUNIT_TEST(ids_are_visible_ascii_of_limited_length);
  CPPUNIT_TEST(ids_that_no_client_can_put_in_a_path_are_refused);
  CPPUNIT_TEST(app_that_does_not_answer_is_not_stored);
  CPPUNIT_TEST(refused_values_are_reported_and_answered_without_the_databases_text);
  CPPUNIT_TEST(fault_of_the_platform_is_the_callers);
  CPPUNIT_TEST(environment_removed_while_the_app_answers_is_not_found);
  CPPUNIT_TEST_SUITE_END();

 public:
  void app_that_answers_is_stored_with_its_first_index_waiting() {
    const auto made = create("my-app");
    CPPUNIT_ASSERT(made);
    CPPUNIT_ASSERT_EQUAL(std::string("my-app"), made->endpoint.slug);
    CPPUNIT_ASSERT_EQUAL(std::string("http://app.test/api"), made->endpoint.url);
    CPPUNIT_ASSERT_EQUAL(std::string("hook000001"), made->endpoint.indexing_hook_identifier);
    CPPUNIT_ASSERT(made->run.status == RunStatus::pending);
    CPPUNIT_ASSERT_EQUAL(std::string("indexEndpoint"), repository_.tasks().at(0).identifier);
    CPPUNIT_ASSERT_EQUAL(25, repository_.tasks().at(0).max_attempts);
  }

  void app_is_called_with_the_key_of_its_environment() {
    create("my-app");
    const auto ping = client_.pings().at(0);
    CPPUNIT_ASSERT_EQUAL(std::string("http://app.test/api"), ping.app.url);
    CPPUNIT_ASSERT_EQUAL(std::string("tr_dev_key"), ping.app.api_key);
    CPPUNIT_ASSERT_EQUAL(std::string("environment"), ping.app.environment_id);
    CPPUNIT_ASSERT_EQUAL(std::string("my-app"), ping.slug);
  }

  void url_is_trimmed_before_the_call_and_stored_so() {
    const auto made = service_.create(environment_, {"my-app", " \thttp://App.test/API?a=b \r\n"}, {});
    CPPUNIT_ASSERT_EQUAL(std::string("http://App.test/API?a=b"), made->endpoint.url);
    CPPUNIT_ASSERT_EQUAL(std::string("http://App.test/API?a=b"), client_.pings().at(0).app.url);
  }

  void attempts_depend_on_the_type_of_environment() {
    CreateEndpointService service(client_, repository_, identifiers_, RetryPolicy({{"DEVELOPMENT", 3}}));
    service.create(environment_, {"my-app", "http://app.test/api"}, {});
    CPPUNIT_ASSERT_EQUAL(3, repository_.tasks().at(0).max_attempts);
  }

  void known_app_keeps_its_identity() {
    const Endpoint first = create("my-app")->endpoint;
    const Endpoint second = create("my-app")->endpoint;
    CPPUNIT_ASSERT_EQUAL(first.id, second.id);
    CPPUNIT_ASSERT_EQUAL(first.indexing_hook_identifier, second.indexing_hook_identifier);
  }

  void ids_are_visible_ascii_of_limited_length() {
    for (const std::string& id : {std::string("a"), std::string("!~/%?#"), std::string(100, 'x')})
      CPPUNIT_ASSERT_MESSAGE(id, create(id));
    const std::size_t calls = client_.pings().size();
    for (const std::string& id :
         {std::string(), std::string(" "), std::string(" a"), std::string("a b"), std::string("a\n"), std::string("é"),
          std::string("日"), std::string("a\x7f"), std::string("a\0b", 3), std::string(101, 'x')}) {
      const auto refused = create(id);
      CPPUNIT_ASSERT_MESSAGE(id, !refused);
      CPPUNIT_ASSERT(refused.error().code == ErrorCode::invalid_request);
      CPPUNIT_ASSERT(refused.error().reason.has_value());
    }
    CPPUNIT_ASSERT_EQUAL(calls, client_.pings().size());
  }

  void ids_that_no_client_can_put_in_a_path_are_refused() {
    for (const char* id :
         {"...", ".a", "a.", "a..b", "%2e", "%2e%2e", ".%2e", "a/b/c", "a/.b/c", "/", "//", "a/...", "\\.."})
      CPPUNIT_ASSERT_MESSAGE(id, create(id));
    const std::size_t calls = client_.pings().size();
    for (const char* id : {".", "..", "./a", "../a", "a/.", "a/..", "a/./b", "a/../b", "/..", "../"}) {
      const auto refused = create(id);
      CPPUNIT_ASSERT_MESSAGE(id, !refused);
      CPPUNIT_ASSERT(refused.error().code == ErrorCode::invalid_request);
      CPPUNIT_ASSERT(refused.error().reason.value().find("\"..\"") != std::string::npos);
    }
    CPPUNIT_ASSERT_EQUAL(calls, client_.pings().size());
  }

  void app_that_does_not_answer_is_not_stored() {
    client_.on_ping = [] { return PingReply{ClientFailure{ClientFailure::Kind::declined, "Go away", "because"}}; };
    const auto refused = create("my-app");
    CPPUNIT_ASSERT(!refused);
    CPPUNIT_ASSERT(refused.error().code == ErrorCode::failed_ping);
    CPPUNIT_ASSERT_EQUAL(std::string("Go away"), refused.error().message);
    CPPUNIT_ASSERT_EQUAL(std::string("because"), refused.error().reason.value());
    CPPUNIT_ASSERT(!repository_.find("environment", "my-app"));
    CPPUNIT_ASSERT(repository_.tasks().empty());
  }

  void refused_values_are_reported_and_answered_without_the_databases_text() {
    repository_.broken.emplace("value of db.internal out of range", "22003");
    const auto refused = create("my-app");
    CPPUNIT_ASSERT(!refused);
    CPPUNIT_ASSERT(refused.error().code == ErrorCode::failed_upsert);
    CPPUNIT_ASSERT(refused.error().message.find("db.internal") == std::string::npos);
    CPPUNIT_ASSERT(reported_ == (std::vector<std::string>{"statement, request-1"}));
  }

  void fault_of_the_platform_is_the_callers() {
    for (const char* sqlstate : {"", "25006", "53100", "42501", "57014"}) {
      repository_.broken.emplace("the database is unwell", sqlstate);
      CPPUNIT_ASSERT_THROW(create("my-app"), RepositoryError);
    }
    CPPUNIT_ASSERT(reported_.empty());
  }

  void environment_removed_while_the_app_answers_is_not_found() {
    client_.on_ping = [this] {
      repository_.remove_environment(environment_.id);
      return PingReply{};
    };
    const auto refused = create("my-app");
    CPPUNIT_ASSERT(!refused);
    CPPUNIT_ASSERT(refused.error().code == ErrorCode::endpoint_not_found);
    CPPUNIT_ASSERT_EQUAL(std::string("Environment not found"), refused.error().message);
    CPPUNIT_ASSERT(repository_.tasks().empty());
  }

 private:
  Result<Registered> create(const std::string& id) {
    CallContext context;
    context.id = "request-1";
    return service_.create(environment_, {id, "http://app.test/api"}, context);
  }

  const Environment environment_{"environment", "dev", "DEVELOPMENT", "tr_dev_key", "organization", "project"};
  FakeEndpointClient client_;
  FakeEndpointRepository repository_;
  FixedHookIdentifiers identifiers_;
  std::vector<std::string> reported_;
  CreateEndpointService service_{
      client_, repository_, identifiers_, {}, [this](const RepositoryError& error, const std::string& call) {
        reported_.push_back(std::string(to_string(error.cause())) + ", " + call);
      }};
};

CPPUNIT_TEST_SUITE_REGISTRATION(CreateEndpointServiceTest);

}  // namespace
}  // namespace kongflow::endpoints
