#include "service/hook_service.h"

#include <cppunit/extensions/HelperMacros.h>

#include "domain/json_text.h"
#include "fakes/fake_endpoint_repository.h"

namespace kongflow::endpoints {
namespace {

class HookServiceTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HookServiceTest);
  CPPUNIT_TEST(right_identifier_enqueues_an_index_in_five_seconds);
  CPPUNIT_TEST(each_call_is_an_index_of_its_own);
  CPPUNIT_TEST(json_becomes_the_source_data_as_it_is);
  CPPUNIT_TEST(what_is_no_json_or_null_is_dropped);
  CPPUNIT_TEST(unstorable_characters_are_replaced);
  CPPUNIT_TEST(vercel_events_give_the_reason);
  CPPUNIT_TEST(wrong_identifier_slug_and_environment_are_told_the_same);
  CPPUNIT_TEST(attempts_depend_on_the_type_of_environment);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    const Environment environment{"environment", "dev", "PREVIEW", "tr_key", "organization", "project"};
    endpoint_ =
        repository_.register_endpoint({environment, "my-app", "http://app.test/api", "abcdefghij"}, 25)->endpoint;
  }

  void right_identifier_enqueues_an_index_in_five_seconds() {
    const auto run = call("");
    CPPUNIT_ASSERT(run);
    CPPUNIT_ASSERT(run->status == RunStatus::pending);
    CPPUNIT_ASSERT(run->request.source == IndexSource::hook);
    const auto task = repository_.tasks().back();
    CPPUNIT_ASSERT_EQUAL("{\"id\":\"" + endpoint_.id + "\",\"source\":\"HOOK\"}", task.payload);
    CPPUNIT_ASSERT(task.delay == std::chrono::seconds(5));
    CPPUNIT_ASSERT_EQUAL(25, task.max_attempts);
  }

  void each_call_is_an_index_of_its_own() {
    const std::size_t before = repository_.tasks().size();
    CPPUNIT_ASSERT(call("")->id != call("")->id);
    CPPUNIT_ASSERT_EQUAL(before + 2, repository_.tasks().size());
  }

  void json_becomes_the_source_data_as_it_is() {
    for (const char* body : {R"({"z":1,"a":[true,null]})", "[1,2]", "7", "0", "\"s\"", "\"\"", "false",
                             R"({"n":12345678901234567890,"f":1.0})"})
      CPPUNIT_ASSERT_EQUAL(std::string(body), call(body)->request.source_data.value());
  }

  void what_is_no_json_or_null_is_dropped() {
    for (const std::string& body : {std::string(), std::string("null"), std::string(" null "), std::string("  "),
                                    std::string("a=b"), std::string("\xFF"), std::string(200, '[')}) {
      const auto run = call(body);
      CPPUNIT_ASSERT(run);
      CPPUNIT_ASSERT(!run->request.source_data);
      CPPUNIT_ASSERT(!run->request.reason);
    }
  }

  void unstorable_characters_are_replaced() {
    CPPUNIT_ASSERT_EQUAL(std::string("{\"k\":\"a\xEF\xBF\xBD"
                                     "b\xEF\xBF\xBD\"}"),
                         call(R"({"k":"a\u0000b\ud800"})")->request.source_data.value());
    CPPUNIT_ASSERT_EQUAL(std::string("[1]"), call("\xEF\xBB\xBF[1]")->request.source_data.value());
  }

  void vercel_events_give_the_reason() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("Vercel project p was deployed to p.vercel.app"),
        call(R"({"id":"e","type":"deployment.succeeded","createdAt":1,"payload":{"user":{"id":"u"},"team":{"id":"t"},)"
             R"("deployment":{"id":"d","meta":{},"name":"p","url":"p.vercel.app","inspectorUrl":"i"},)"
             R"("links":{"deployment":"d","project":"p"},"name":"p","plan":"pro","project":{"id":"p"},"regions":[],)"
             R"("target":"production","type":"LAMBDAS","url":"u"}})")
            ->request.reason.value());
  }

  void wrong_identifier_slug_and_environment_are_told_the_same() {
    for (const HookCall& wrong :
         {HookCall{"environment", "my-app", "abcdefghiX", ""}, HookCall{"environment", "my-app", "", ""},
          HookCall{"environment", "my-app", "..........", ""}, HookCall{"environment", "other", "abcdefghij", ""},
          HookCall{"environment", "other", "..........", ""}, HookCall{"other", "my-app", "abcdefghij", ""}}) {
      const auto refused = service_.call(wrong);
      CPPUNIT_ASSERT(!refused);
      CPPUNIT_ASSERT(refused.error().code == ErrorCode::endpoint_not_found);
      CPPUNIT_ASSERT_EQUAL(std::string("Endpoint not found"), refused.error().message);
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, repository_.tasks().size());
  }

  void attempts_depend_on_the_type_of_environment() {
    HookService service(repository_, std::chrono::seconds(5), RetryPolicy({{"PREVIEW", 2}}));
    service.call({"environment", "my-app", "abcdefghij", ""});
    CPPUNIT_ASSERT_EQUAL(2, repository_.tasks().back().max_attempts);
  }

 private:
  Result<IndexRun> call(const std::string& body) {
    return service_.call({"environment", "my-app", "abcdefghij", body});
  }

  FakeEndpointRepository repository_;
  Endpoint endpoint_;
  HookService service_{repository_, std::chrono::seconds(5)};
};

CPPUNIT_TEST_SUITE_REGISTRATION(HookServiceTest);

}  // namespace
}  // namespace kongflow::endpoints
