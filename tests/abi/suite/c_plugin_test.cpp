// The example plugin in C: loads, runs a task, answers a request.
#include <cppunit/extensions/HelperMacros.h>

#include "host/call.h"
#include "host/http/exchange.h"
#include "host/text.h"
#include "loaded_plugin.h"

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
    std::optional<HttpResponse> answer;
    kf_exchange exchange(
        "req-1", kf_call::Clock::time_point::max(), [&](HttpResponse response) { answer = std::move(response); },
        [](kf_exchange&) {});
    const auto match = plugin_->runtime().routes.match("GET", "/minimal/world");
    CPPUNIT_ASSERT(match.route != nullptr);
    kf_pair parameter{to_abi(match.parameters.front().first), to_abi(match.parameters.front().second)};
    kf_http_request request{};
    request.struct_size = sizeof request;
    request.method = to_abi("GET");
    request.path_parameters = &parameter;
    request.path_parameter_count = 1;
    match.route->handle(request, &exchange, &exchange.call());
    CPPUNIT_ASSERT(answer.has_value());
    CPPUNIT_ASSERT_EQUAL(200, static_cast<int>(answer->status));
    CPPUNIT_ASSERT_EQUAL(std::string("world"), answer->body);
  }

  void stops() {
    plugin_->runtime().plugins.drain();
    CPPUNIT_ASSERT(plugin_->runtime().plugins.stop(std::chrono::seconds(5)));
  }

 private:
  kf_status run_echo(const std::string& payload, kf_call& call) {
    const TaskHandler* handler = plugin_->runtime().tasks.find("minimal.echo");
    CPPUNIT_ASSERT(handler != nullptr);
    kf_task task{};
    task.struct_size = sizeof task;
    task.attempt = task.max_attempts = 1;
    task.identifier = to_abi("minimal.echo");
    task.payload_json = to_abi(payload);
    return handler->run(handler->self, &task, &call);
  }

  std::unique_ptr<LoadedPlugin> plugin_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CPluginTest);
