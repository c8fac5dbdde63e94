// The built shared object of the plugin, in a fake host.
#include <cppunit/extensions/HelperMacros.h>
#include <dlfcn.h>

#include <stdexcept>

#include "kongflow/testing/fake_host.h"

namespace kongflow::endpoints {
namespace {

const kf_descriptor& descriptor() {
  static void* library = dlopen(ENDPOINTS_PLUGIN, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr) throw std::runtime_error(dlerror());
  return *reinterpret_cast<kf_entry_fn>(dlsym(library, KF_ENTRY_SYMBOL))();
}

constexpr const char* kNowhere = "host=/nonexistent dbname=none connect_timeout=1";

class EndpointsPluginTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EndpointsPluginTest);
  CPPUNIT_TEST(describes_itself);
  CPPUNIT_TEST(registers_its_routes_task_and_panel);
  CPPUNIT_TEST(starts_without_a_database_in_dry_runs);
  CPPUNIT_TEST(starts_and_stops_while_the_database_is_away);
  CPPUNIT_TEST(refuses_settings_that_make_no_sense);
  CPPUNIT_TEST(keeps_its_settings_when_new_ones_are_refused);
  CPPUNIT_TEST(ping_is_measured);
  CPPUNIT_TEST(longest_url_is_a_setting);
  CPPUNIT_TEST_SUITE_END();

  static testing::RequestFacts create(const std::string& url) {
    return {"POST", "/api/v1/endpoints", R"({"id":"my-app","url":")" + url + R"("})", testing::EnvironmentFacts{}};
  }
  static std::string failure_of_start(const std::string& setting, const std::string& value) {
    testing::FakeHost host(descriptor());
    host.set(setting, value);
    try {
      host.start();
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "started";
  }

 public:
  void describes_itself() {
    CPPUNIT_ASSERT_EQUAL(std::string("endpoints"), std::string(descriptor().id));
    for (std::size_t i = 0; i < descriptor().option_count; ++i)
      CPPUNIT_ASSERT_MESSAGE(descriptor().options[i].name, std::string(descriptor().options[i].doc).back() == '.');
  }

  void registers_its_routes_task_and_panel() {
    testing::FakeHost host(descriptor());
    host.start();
    CPPUNIT_ASSERT_EQUAL(std::size_t{10}, host.routes().size());
    CPPUNIT_ASSERT((host.task_identifiers() == std::vector<std::string>{"indexEndpoint"}));
    CPPUNIT_ASSERT((host.panels() == std::vector<std::string>{"endpoints", "indexes", "runs"}));
  }

  void starts_without_a_database_in_dry_runs() {
    testing::FakeHost host(descriptor());
    host.start();
    host.stop();
    CPPUNIT_ASSERT(host.log().empty());
    CPPUNIT_ASSERT(host.violations().empty());
  }

  void starts_and_stops_while_the_database_is_away() {
    testing::FakeHost host(descriptor());
    host.set_database(kNowhere);
    host.start();
    CPPUNIT_ASSERT_EQUAL(KF_UNAVAILABLE + 0, host.health("database").status);
    CPPUNIT_ASSERT_EQUAL(503u, host.request({"GET", "/api/v1/endpoints", "", testing::EnvironmentFacts{}}).status);
    CPPUNIT_ASSERT_EQUAL(KF_RETRY + 0,
                         host.run_task("indexEndpoint", {R"({"id":"55555555-5555-4555-8555-555555555555"})"}).status);
    CPPUNIT_ASSERT_EQUAL(2.0, host.metric("kongflow_endpoints_database_failures_total", {"connection"}));
    CPPUNIT_ASSERT_EQUAL(0.0, host.metric("kongflow_endpoints_database_failures_total", {"permissions"}));
    host.stop();
    CPPUNIT_ASSERT(host.violations().empty());
  }

  void refuses_settings_that_make_no_sense() {
    CPPUNIT_ASSERT_EQUAL(std::string("public_url must begin with http:// or https://; it is \"ftp://x\"."),
                         failure_of_start("public_url", "ftp://x"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, failure_of_start("egress.allow", "10.0.0.0/99").find("egress.allow: "));
    CPPUNIT_ASSERT_EQUAL(
        std::size_t{0},
        failure_of_start("egress.allow", "169.254.0.0/16").find("egress.allow: \"169.254.0.0/16\" has no effect"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, failure_of_start("tls.ca_file", "/nowhere.pem").find("tls.ca_file: "));
  }

  void keeps_its_settings_when_new_ones_are_refused() {
    testing::FakeHost host(descriptor());
    host.set_database(kNowhere);
    host.set("egress.allow", "127.0.0.1");
    host.start();
    host.set("egress.allow", "no/cidr/at-all");
    const auto outcome = host.reconfigure();
    CPPUNIT_ASSERT_EQUAL(KF_BAD_ARGUMENT + 0, outcome.status);
    CPPUNIT_ASSERT_EQUAL(std::string("INVALID_CONFIG"), outcome.code);
    CPPUNIT_ASSERT(host.request(create("http://127.0.0.1:1/")).body.find("allow list") == std::string::npos);

    host.set("egress.allow", "10.1.2.3");
    CPPUNIT_ASSERT_EQUAL(KF_OK + 0, host.reconfigure().status);
    CPPUNIT_ASSERT(host.request(create("http://127.0.0.1:1/")).body.find("allow list") != std::string::npos);
  }

  void ping_is_measured() {
    testing::FakeHost host(descriptor());
    host.set_database(kNowhere);
    host.start();
    CPPUNIT_ASSERT_EQUAL(400u, host.request(create("http://127.0.0.1:1/")).status);
    CPPUNIT_ASSERT_EQUAL(1.0, host.metric("kongflow_endpoints_app_call_seconds", {"ping", "refused"}));
  }

  void longest_url_is_a_setting() {
    testing::FakeHost host(descriptor());
    host.set_database(kNowhere);
    host.set("endpoint.max_url_length", "64");
    host.start();
    const auto answer = host.request(create("http://127.0.0.1:1/" + std::string(64, 'x')));
    CPPUNIT_ASSERT(answer.body.find("The URL is longer than 64 bytes") != std::string::npos);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EndpointsPluginTest);

}  // namespace
}  // namespace kongflow::endpoints
