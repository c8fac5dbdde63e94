// Plugins built from the headers of releases, in today's host. RELEASED holds a folder for each release.
#include <cppunit/extensions/HelperMacros.h>

#include <prometheus/text_serializer.h>

#include "hooks.h"

namespace kongflow::host {
namespace {

namespace fs = std::filesystem;
using testing::LoadedPlugin;

class ReleasedTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ReleasedTest);
  CPPUNIT_TEST(plugins_in_c_work);
  CPPUNIT_TEST(plugins_with_the_wrapper_work);
  CPPUNIT_TEST_SUITE_END();

 public:
  void plugins_in_c_work() {
    for (const fs::path& release : releases()) {
      LoadedPlugin plugin(release / "minimal.so", "minimal");
      CPPUNIT_ASSERT_EQUAL_MESSAGE(release, std::string(), plugin.refusal());
      kf_call call("task-7");
      CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, testing::run_task(plugin, "minimal.echo", "{\"a\":1}", call));
      CPPUNIT_ASSERT_EQUAL(std::string("world"), testing::get(plugin, "/minimal/world").body);
      stop(plugin);
    }
  }

  void plugins_with_the_wrapper_work() {
    for (const fs::path& release : releases()) {
      LoadedPlugin plugin(release / "hello.so", "hello", "greeting = \"Hi\"\n");
      CPPUNIT_ASSERT_EQUAL_MESSAGE(release, std::string(), plugin.refusal());
      kf_call call("task-8");
      CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, testing::run_task(plugin, "hello.greet", "{\"a\":1}", call));
      CPPUNIT_ASSERT(plugin.log().find("\"task\":\"8\"") != std::string::npos);
      CPPUNIT_ASSERT_EQUAL(kf_status{KF_FAILED}, testing::run_task(plugin, "hello.greet", "{}", call));
      CPPUNIT_ASSERT_EQUAL(std::string("The task hello.greet needs a payload."), call.error()->message);
      CPPUNIT_ASSERT_EQUAL(std::string("Hi, world"), testing::get(plugin, "/hello/world").body);
      CPPUNIT_ASSERT(plugin.runtime().health.report().ready);
      CPPUNIT_ASSERT(plugin.runtime().panels.find("hello", "greetings") != nullptr);
      CPPUNIT_ASSERT(prometheus::TextSerializer()
                         .Serialize(plugin.runtime().prometheus.Collect())
                         .find("hello_greetings_total{by=\"http\"} 1") != std::string::npos);
      stop(plugin);
    }
  }

 private:
  static std::vector<fs::path> releases() {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(RELEASED)) found.push_back(entry.path());
    CPPUNIT_ASSERT(!found.empty());
    return found;
  }
  static void stop(LoadedPlugin& plugin) {
    plugin.runtime().plugins.drain();
    CPPUNIT_ASSERT(plugin.runtime().plugins.stop(std::chrono::seconds(5)));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReleasedTest);

}  // namespace
}  // namespace kongflow::host
