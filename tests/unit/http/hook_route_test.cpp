#include "http/hook_route.h"

#include <cppunit/extensions/HelperMacros.h>

#include "api_fixture.h"

namespace kongflow::endpoints {
namespace {

class HookRouteTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HookRouteTest);
  CPPUNIT_TEST(post_keeps_its_body_as_source_data);
  CPPUNIT_TEST(get_ignores_its_body);
  CPPUNIT_TEST(body_that_cannot_be_read_is_dropped);
  CPPUNIT_TEST(body_that_the_host_dropped_is_no_source_data);
  CPPUNIT_TEST(wrong_parts_are_not_found);
  CPPUNIT_TEST(other_methods_are_not_allowed);
  CPPUNIT_TEST_SUITE_END();

  Api api_;
  std::string hook_;  // path

  std::string latest_run() { return raw(api_.call("GET", "/api/v1/endpoints/my-app").body, "latestRun"); }
  testing::HttpAnswer anonymous(const std::string& method, const std::string& path, const std::string& body = {}) {
    return api_.host().request({method, path, body});
  }

 public:
  void setUp() override {
    const auto created = api_.create("my-app");
    hook_ =
        "/api/v1/endpoints/" + api_.environment().id + "/my-app/index/" + text(created.body, "indexingHookIdentifier");
  }

  void post_keeps_its_body_as_source_data() {
    const auto answer = anonymous("POST", hook_, R"({"z":1.0})");
    CPPUNIT_ASSERT_EQUAL(200u, answer.status);
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"ok":true})"), answer.body);
    CPPUNIT_ASSERT_EQUAL(std::string("HOOK"), text(latest_run(), "source"));
    CPPUNIT_ASSERT_EQUAL(std::string("PENDING"), text(latest_run(), "status"));
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"z":1.0})"), raw(latest_run(), "sourceData"));
  }

  void get_ignores_its_body() {
    CPPUNIT_ASSERT_EQUAL(200u, anonymous("GET", hook_, "{}").status);
    CPPUNIT_ASSERT_EQUAL(std::string("null"), raw(latest_run(), "sourceData"));
  }

  void body_that_cannot_be_read_is_dropped() {
    for (const char* body : {"a=b", "  ", "null", "{"}) {
      CPPUNIT_ASSERT_EQUAL(200u, anonymous("POST", hook_, body).status);
      CPPUNIT_ASSERT_EQUAL(std::string("null"), raw(latest_run(), "sourceData"));
    }
  }

  void body_that_the_host_dropped_is_no_source_data() {
    testing::RequestFacts facts{"POST", hook_};
    facts.body_dropped = true;
    CPPUNIT_ASSERT_EQUAL(200u, api_.host().request(facts).status);
    CPPUNIT_ASSERT_EQUAL(std::string("HOOK"), text(latest_run(), "source"));
    CPPUNIT_ASSERT_EQUAL(std::string("null"), raw(latest_run(), "sourceData"));
  }

  void wrong_parts_are_not_found() {
    const std::string id = api_.environment().id;
    const std::string hook = hook_.substr(hook_.rfind('/') + 1);
    const std::string other = "44444444-4444-4444-8444-444444444444";
    for (const std::string& path : {id + "/my-app/index/nope", id + "/other/index/" + hook,
                                    other + "/my-app/index/" + hook, "no-uuid/my-app/index/" + hook})
      for (const char* method : {"GET", "POST"})
        assert_error(anonymous(method, "/api/v1/endpoints/" + path, "{}"), 404, "Endpoint not found",
                     "ENDPOINT_NOT_FOUND");
  }

  void other_methods_are_not_allowed() {
    for (const char* method : {"HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"})
      CPPUNIT_ASSERT_EQUAL(405u, anonymous(method, hook_).status);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HookRouteTest);

}  // namespace
}  // namespace kongflow::endpoints
