#include <cppunit/extensions/HelperMacros.h>

#include "loaded_plugin.h"

using kongflow::testing::broken_plugin;
using kongflow::testing::LoadedPlugin;

class LifecycleTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LifecycleTest);
  CPPUNIT_TEST(a_plugin_that_stops_too_late_is_given_up);
  CPPUNIT_TEST(a_reload_takes_new_settings);
  CPPUNIT_TEST(a_reload_with_a_problem_keeps_the_old_settings);
  CPPUNIT_TEST(a_reload_names_plugins_that_need_a_restart);
  CPPUNIT_TEST(an_exception_out_of_a_health_check_is_a_failed_check);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_plugin_that_stops_too_late_is_given_up() {
    LoadedPlugin plugin(broken_plugin("stops_late"));
    CPPUNIT_ASSERT_EQUAL(std::string(), plugin.refusal());
    plugin.runtime().plugins.drain();
    CPPUNIT_ASSERT(!plugin.runtime().plugins.stop(std::chrono::milliseconds(20)));
    CPPUNIT_ASSERT(plugin.log().find("did not stop") != std::string::npos);
  }

  void a_reload_takes_new_settings() {
    LoadedPlugin plugin(broken_plugin("with_options"), "broken", "token = \"secret\"\n");
    CPPUNIT_ASSERT_EQUAL(std::string(), plugin.refusal());
    CPPUNIT_ASSERT_EQUAL(std::string("hello"), greeting(plugin));

    std::vector<std::string> need_restart;
    const auto problems = plugin.runtime().plugins.reconfigure(
        plugin.config("token = \"secret\"\ngreeting = \"good evening\"\n"), "/", need_restart);
    CPPUNIT_ASSERT(problems.empty());
    CPPUNIT_ASSERT(need_restart.empty());
    CPPUNIT_ASSERT_EQUAL(std::string("good evening"), greeting(plugin));
  }

  void a_reload_with_a_problem_keeps_the_old_settings() {
    LoadedPlugin plugin(broken_plugin("with_options"), "broken", "token = \"secret\"\n");
    CPPUNIT_ASSERT_EQUAL(std::string(), plugin.refusal());

    std::vector<std::string> need_restart;
    const auto problems = plugin.runtime().plugins.reconfigure(
        plugin.config("token = \"secret\"\ngreeting = \"good evening\"\ncount = 11\n"), "/", need_restart);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, problems.size());
    CPPUNIT_ASSERT_EQUAL(std::string("hello"), greeting(plugin));
  }

  void a_reload_names_plugins_that_need_a_restart() {
    LoadedPlugin plugin(broken_plugin("with_options"), "broken", "token = \"secret\"\n");
    CPPUNIT_ASSERT_EQUAL(std::string(), plugin.refusal());

    auto config = plugin.config("token = \"secret\"\n[plugins.newcomer]\n");
    config.plugins.front().path = "/elsewhere.so";
    std::vector<std::string> need_restart;
    CPPUNIT_ASSERT(plugin.runtime().plugins.reconfigure(config, "/", need_restart).empty());
    CPPUNIT_ASSERT(need_restart == std::vector<std::string>({"plugins.broken.path", "plugins.newcomer"}));

    need_restart.clear();
    config.plugins.clear();
    CPPUNIT_ASSERT(plugin.runtime().plugins.reconfigure(config, "/", need_restart).empty());
    CPPUNIT_ASSERT(need_restart == std::vector<std::string>({"plugins.broken"}));
  }

  void an_exception_out_of_a_health_check_is_a_failed_check() {
    LoadedPlugin plugin(broken_plugin("throws_in_hooks"));
    CPPUNIT_ASSERT_EQUAL(std::string(), plugin.refusal());
    const auto report = plugin.runtime().health.report();
    CPPUNIT_ASSERT(!report.ready);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, report.checks.size());
    CPPUNIT_ASSERT(report.checks.front().second.has_value());
  }

 private:
  static std::string greeting(LoadedPlugin& plugin) {
    return std::get<std::string>(*plugin.runtime().plugins.all().front()->values().value("greeting"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LifecycleTest);
