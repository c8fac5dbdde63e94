// The example plugin in C: loads, runs a task, answers a request.
#include <cppunit/extensions/HelperMacros.h>

#include "hooks.h"

using namespace kongflow::host;
using kongflow::testing::LoadedPlugin;

class CPluginTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CPluginTest);
  CPPUNIT_TEST(runs_a_task);
  CPPUNIT_TEST(fails_a_task_with_a_sentence);
  CPPUNIT_TEST(answers_a_request);
  CPPUNIT_TEST(stops);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    plugin_ = std::make_unique<LoadedPlugin>(std::filesystem::path(PLUGINS) / "minimal.so", "minimal");
    CPPUNIT_ASSERT_EQUAL(std::string(), plugin_->refusal());
  }
  void tearDown() override { plugin_.reset(); }

  void runs_a_task() {
    kf_call call("task-7");
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, run_echo("{\"a\":1}", call));
    CPPUNIT_ASSERT(plugin_->log().find(R"("payload":"{\"a\":1}")") != std::string::npos);
    CPPUNIT_ASSERT(plugin_->log().find("task-7") != std::string::npos);
  }

  void fails_a_task_with_a_sentence() {
    kf_call call("task-8");
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_FAILED}, run_echo("", call));
    CPPUNIT_ASSERT_EQUAL(std::string("NO_PAYLOAD"), call.error()->code);
  }

  void answers_a_request() {
    const HttpResponse answer = kongflow::testing::get(*plugin_, "/minimal/world");
    CPPUNIT_ASSERT_EQUAL(200, static_cast<int>(answer.status));
    CPPUNIT_ASSERT_EQUAL(std::string("world"), answer.body);
  }

  void stops() {
    plugin_->runtime().plugins.drain();
    CPPUNIT_ASSERT(plugin_->runtime().plugins.stop(std::chrono::seconds(5)));
  }

 private:
  kf_status run_echo(const std::string& payload, kf_call& call) {
    return kongflow::testing::run_task(*plugin_, "minimal.echo", payload, call);
  }

  std::unique_ptr<LoadedPlugin> plugin_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CPluginTest);
