// What a plugin gets from the tables behind get_service.
#include <cppunit/extensions/HelperMacros.h>
#include <prometheus/text_serializer.h>

#include "host/admission/admission.h"
#include "host/base/call.h"
#include "host/base/text.h"
#include "host/plugins/services/plugin_host.h"
#include "host/plugins/services/service_tables.h"
#include "loaded_plugin.h"
#include "postgres/connection.h"

using namespace kongflow::host;
using kongflow::testing::broken_plugin;
using kongflow::testing::LoadedPlugin;

class ServicesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ServicesTest);
  CPPUNIT_TEST(get_service_knows_every_id_and_no_other);
  CPPUNIT_TEST(config_answers_by_type_while_the_plugin_is_configured);
  CPPUNIT_TEST(call_facts);
  CPPUNIT_TEST(log_lines_name_the_plugin_and_the_call);
  CPPUNIT_TEST(metrics_are_in_the_registry);
  CPPUNIT_TEST(bad_metrics_are_refused);
  CPPUNIT_TEST(the_database_is_unavailable_in_a_dry_run);
  CPPUNIT_TEST(enqueue_passes_the_task_on);
  CPPUNIT_TEST(enqueue_turns_a_lost_database_into_a_retry);
  CPPUNIT_TEST(bad_routes_and_panels_are_refused);
  CPPUNIT_TEST(waiting_routes_and_tasks_are_registered_as_such);
  CPPUNIT_TEST(body_memory_is_reserved_until_the_call_ends);
  CPPUNIT_TEST_SUITE_END();

 public:
  ServicesTest() : log_(lines_, LogLevel::info, LogFormat::json), runtime_(log_), host_("tester", runtime_.services) {}

  void get_service_knows_every_id_and_no_other() {
    for (const auto& id : service_ids()) {
      const auto* size = static_cast<const std::uint32_t*>(host_.abi()->get_service(host_.abi(), id.c_str()));
      CPPUNIT_ASSERT_MESSAGE(id, size != nullptr && *size >= 2 * sizeof(void*));
    }
    CPPUNIT_ASSERT(host_.abi()->get_service(host_.abi(), "kongflow.http/2") == nullptr);
    CPPUNIT_ASSERT(host_.abi()->get_service(host_.abi(), nullptr) == nullptr);
  }

  void config_answers_by_type_while_the_plugin_is_configured() {
    LoadedPlugin plugin(broken_plugin("with_options"), "broken", "token = \"secret\"\nping.timeout = \"2s\"\n");
    const OptionValues& values = plugin.runtime().plugins.all().front()->values();
    kf_str text{};
    std::int64_t number = 0;
    std::int32_t yes = -1;
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_UNAVAILABLE}, config_service.string(host_.abi(), to_abi("greeting"), &text));

    const auto phase = PluginHost::Phase::configuring(host_, values);
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, config_service.string(host_.abi(), to_abi("greeting"), &text));
    CPPUNIT_ASSERT(view(text) == "hello");
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, config_service.integer(host_.abi(), to_abi("ping.timeout"), &number));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{2000}, number);
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, config_service.integer(host_.abi(), to_abi("ping.limit"), &number));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{8} << 20, number);
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, config_service.boolean(host_.abi(), to_abi("loud"), &yes));
    CPPUNIT_ASSERT_EQUAL(0, yes);
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, config_service.list_entry(host_.abi(), to_abi("names"), 1, &text));
    CPPUNIT_ASSERT(view(text) == "b");
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_NOT_FOUND}, config_service.list_entry(host_.abi(), to_abi("names"), 2, &text));
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_NOT_FOUND}, config_service.string(host_.abi(), to_abi("nickname"), &text));
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, config_service.string(host_.abi(), to_abi("count"), &text));
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, config_service.string(host_.abi(), to_abi("no.such"), &text));
  }

  void call_facts() {
    kf_call call("task-42", kf_call::Clock::now() - std::chrono::seconds(1));
    CPPUNIT_ASSERT(view(call_service.id(&call)) == "task-42");
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, call_service.remaining_ms(&call));
    CPPUNIT_ASSERT_EQUAL(0, call_service.cancelled(&call));
    call.cancel();
    CPPUNIT_ASSERT_EQUAL(1, call_service.cancelled(&call));
    call_service.set_error(&call, to_abi("CODE"), to_abi("a sentence"));
    CPPUNIT_ASSERT_EQUAL(std::string("a sentence"), call.error()->message);
    CPPUNIT_ASSERT_EQUAL(INT64_MAX, call_service.remaining_ms(nullptr));
  }

  void log_lines_name_the_plugin_and_the_call() {
    kf_call call("req-1");
    const kf_pair field{to_abi("endpoint"), to_abi("e1")};
    CPPUNIT_ASSERT_EQUAL(0, log_service.enabled(host_.abi(), KF_LOG_DEBUG));
    log_service.write(host_.abi(), &call, KF_LOG_WARNING, to_abi("look"), &field, 1);
    for (const char* part : {R"("level":"warning")", R"("component":"plugin tester")", R"("message":"look")",
                             R"("call":"req-1")", R"("endpoint":"e1")"})
      CPPUNIT_ASSERT_MESSAGE(lines_.str(), lines_.str().find(part) != std::string::npos);
  }

  void metrics_are_in_the_registry() {
    const kf_str labels[] = {to_abi("kind")};
    const kf_str values[] = {to_abi("ping")};
    const double buckets[] = {0.1, 1};
    std::uint32_t counter = 0, gauge = 0, histogram = 0;
    {
      const auto phase = PluginHost::Phase::starting(host_);
      CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, define("calls_total", KF_METRIC_COUNTER, counter, labels, 1));
      CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, define("depth", KF_METRIC_GAUGE, gauge));
      kf_metric metric{sizeof metric, KF_METRIC_HISTOGRAM, to_abi("call_seconds"), to_abi("Time."), nullptr, 0, 2,
                       buckets};
      CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, metrics_service.define(host_.abi(), &metric, &histogram));
    }
    metrics_service.record(host_.abi(), counter, 2, values, 1);
    metrics_service.record(host_.abi(), counter, 1, values, 1);
    metrics_service.record(host_.abi(), counter, -5, values, 1);
    metrics_service.record(host_.abi(), counter, 1, nullptr, 0);
    metrics_service.record(host_.abi(), gauge, -7, nullptr, 0);
    metrics_service.record(host_.abi(), histogram, 0.5, nullptr, 0);
    metrics_service.record(host_.abi(), 999, 1, nullptr, 0);
    const std::string page = prometheus::TextSerializer().Serialize(runtime_.prometheus.Collect());
    for (const char* line : {"calls_total{kind=\"ping\"} 3", "depth -7", "call_seconds_bucket{le=\"1\"} 1"})
      CPPUNIT_ASSERT_MESSAGE(page, page.find(line) != std::string::npos);
  }

  void bad_metrics_are_refused() {
    std::uint32_t handle = 0;
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_UNAVAILABLE}, define("early", KF_METRIC_COUNTER, handle));
    const auto phase = PluginHost::Phase::starting(host_);
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, define("not a name", KF_METRIC_COUNTER, handle));
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, define("odd_kind", 17, handle));
    const double falling[] = {2, 1};
    kf_metric metric{sizeof metric, KF_METRIC_HISTOGRAM, to_abi("falling"), to_abi("x"), nullptr, 0, 2, falling};
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, metrics_service.define(host_.abi(), &metric, &handle));
  }

  void the_database_is_unavailable_in_a_dry_run() {
    kf_str text{};
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_UNAVAILABLE}, database_service.connection_string(host_.abi(), &text));
    runtime_.services.connection_string = "host=somewhere";
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, database_service.connection_string(host_.abi(), &text));
    CPPUNIT_ASSERT(view(text) == "host=somewhere");
  }

  void enqueue_passes_the_task_on() {
    kf_task_spec spec{};
    spec.struct_size = sizeof spec;
    spec.identifier = to_abi("registerJob");
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_UNAVAILABLE}, task_service.enqueue(host_.abi(), &spec, nullptr));
    std::string seen;
    runtime_.services.enqueue = [&](const kf_task_spec& task) { return seen = view(task.identifier); };
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, task_service.enqueue(host_.abi(), &spec, nullptr));
    CPPUNIT_ASSERT_EQUAL(std::string("registerJob"), seen);
    spec.struct_size = 8;
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, task_service.enqueue(host_.abi(), &spec, nullptr));
  }

  void enqueue_turns_a_lost_database_into_a_retry() {
    kf_task_spec spec{};
    spec.struct_size = sizeof spec;
    spec.identifier = to_abi("registerJob");
    kf_call call("task-1");
    runtime_.services.enqueue = [](const kf_task_spec&) -> std::string {
      throw kongflow::postgres::Error("the server went away", "");
    };
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_RETRY}, task_service.enqueue(host_.abi(), &spec, &call));
    CPPUNIT_ASSERT(call.error()->message.find("the server went away") != std::string::npos);
    runtime_.services.enqueue = [](const kf_task_spec&) -> std::string {
      throw kongflow::postgres::Error("invalid input syntax for type json", "22P02");
    };
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_FAILED}, task_service.enqueue(host_.abi(), &spec, &call));
  }

  void bad_routes_and_panels_are_refused() {
    const auto phase = PluginHost::Phase::starting(host_);
    kf_http_route route{sizeof route, 64, to_abi("GET"), to_abi("/x"), nullptr, nullptr};
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, http_service.add(host_.abi(), &route));
    route.flags = 0;
    route.handle = [](void*, const kf_http_request*, kf_exchange*, kf_call*) {};
    route.pattern = to_abi("no-slash");
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, http_service.add(host_.abi(), &route));
    kf_console_panel panel{};
    panel.struct_size = sizeof panel;
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, console_service.add_panel(host_.abi(), &panel));
    panel.rows = [](void*, kf_str, kf_console_reply*, kf_call*) -> kf_status { return KF_OK; };
    panel.id = to_abi("Bad Id");
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, console_service.add_panel(host_.abi(), &panel));
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, health_service.add(host_.abi(), to_abi("x"), nullptr, nullptr));
    CPPUNIT_ASSERT_EQUAL(std::size_t{5}, host_.take_refusals().size());
  }

  void waiting_routes_and_tasks_are_registered_as_such() {
    const auto phase = PluginHost::Phase::starting(host_);
    kf_http_route route{};
    route.struct_size = sizeof route;
    route.flags = KF_HTTP_WAITS;
    route.method = to_abi("GET");
    route.pattern = to_abi("/waits/:tenant");
    route.handle = [](void*, const kf_http_request*, kf_exchange*, kf_call*) {};
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, http_service.add(host_.abi(), &route));
    route.flags = 0;
    route.pattern = to_abi("/quick");
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, http_service.add(host_.abi(), &route));
    const auto& routes = runtime_.routes.all();
    CPPUNIT_ASSERT(routes.at(0).lane == RouteLane::calls && routes.at(1).lane == RouteLane::worker);

    kf_waiting_task task{};
    task.struct_size = sizeof task;
    task.identifier = to_abi("fetch");
    task.run = [](void*, const kf_task*, kf_call*) -> kf_status { return KF_OK; };
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, task_service.add_waiting(host_.abi(), &task));
    task.share = [](void*, const kf_task*, kf_share*, kf_call*) -> kf_status { return KF_OK; };
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, task_service.add_waiting(host_.abi(), &task));
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_CONFLICT}, task_service.add_waiting(host_.abi(), &task));
    CPPUNIT_ASSERT(runtime_.tasks.find("fetch")->share != nullptr);

    CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, admission_service.limit_calls(host_.abi(), 0));
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, admission_service.limit_calls(host_.abi(), 5));
    CPPUNIT_ASSERT_EQUAL(5, runtime_.tasks.find("fetch")->call_limit->load());
    CPPUNIT_ASSERT_EQUAL(5, routes.at(0).call_limit->load());
  }

  void body_memory_is_reserved_until_the_call_ends() {
    kf_reservation* reservation = nullptr;
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, reserve(1'000, nullptr, &reservation));  // a dry run has no limit
    admission_service.release(reservation);
    admission_service.release(nullptr);

    prometheus::Registry metrics;
    Admission admission({10, 1'000}, metrics);
    runtime_.services.admission = &admission;
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, reserve(500, nullptr, &reservation));
    CPPUNIT_ASSERT_EQUAL(std::size_t{500}, admission.bodies().used());
    kf_reservation* other = nullptr;
    kf_call late("task-1", kf_call::Clock::now());
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_DEADLINE}, reserve(500, &late, &other));
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_DEADLINE}, reserve(500, nullptr, &other, 0));
    kf_call cancelled("task-2");
    cancelled.cancel();
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_CANCELLED}, reserve(500, &cancelled, &other));
    CPPUNIT_ASSERT(other == nullptr);
    admission_service.release(reservation);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, admission.bodies().used());
    runtime_.services.admission = nullptr;
  }

 private:
  kf_status reserve(std::uint64_t bytes, kf_call* call, kf_reservation** out, std::int64_t wait_ms = -1) {
    return admission_service.reserve(host_.abi(), to_abi("tenant"), bytes, wait_ms, call, out);
  }

  kf_status define(const char* name, kf_metric_kind kind, std::uint32_t& handle, const kf_str* labels = nullptr,
                   std::uint32_t label_count = 0) {
    kf_metric metric{sizeof metric, kind, to_abi(name), to_abi("Help."), labels, label_count, 0, nullptr};
    return metrics_service.define(host_.abi(), &metric, &handle);
  }

  std::ostringstream lines_;
  Log log_;
  PluginRuntime runtime_;
  PluginHost host_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(ServicesTest);
