// What the fake host tells an author whose plugin, perhaps in C, breaks the contract.
#include "kongflow/testing/fake_host.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>

namespace kongflow::testing {
namespace {

class FakeHostTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FakeHostTest);
  CPPUNIT_TEST(double_completion_is_detected);
  CPPUNIT_TEST(dropped_exchange_is_detected);
  CPPUNIT_TEST(late_completion_is_refused);
  CPPUNIT_TEST(call_used_after_its_end_is_detected);
  CPPUNIT_TEST(a_waiting_task_names_its_share);
  CPPUNIT_TEST(reservations_are_held_until_they_are_destroyed);
  CPPUNIT_TEST_SUITE_END();

  // A route as a plugin without the wrapper registers it.
  struct Raw {
    const kf_http_service* http = nullptr;
    const kf_call_service* calls = nullptr;
    kf_exchange* exchange = nullptr;
    kf_call* call = nullptr;
    int completions = 0;
  };

  static void handle(void* self, const kf_http_request*, kf_exchange* exchange, kf_call* call) {
    auto* raw = static_cast<Raw*>(self);
    raw->exchange = exchange;
    raw->call = call;
    for (int i = 0; i < raw->completions; ++i) raw->http->complete(exchange, 200, nullptr, 0, to_abi("done"));
  }

  static std::unique_ptr<FakeHost> started(Raw& raw) {
    auto host = std::make_unique<FakeHost>([&raw](Registrar& registrar) {
      raw.http = registrar.host().find_service<kf_http_service>(KF_HTTP_SERVICE);
      raw.calls = registrar.host().find_service<kf_call_service>(KF_CALL_SERVICE);
      const kf_http_route route{sizeof(kf_http_route), 0, to_abi("GET"), to_abi("/raw"), &handle, &raw};
      CPPUNIT_ASSERT_EQUAL(KF_OK + 0, raw.http->add(registrar.host().native(), &route));
    });
    host->start();
    return host;
  }

 public:
  void double_completion_is_detected() {
    Raw raw;
    raw.completions = 2;
    const auto host = started(raw);
    CPPUNIT_ASSERT_EQUAL(200u, host->request({"GET", "/raw"}).status);
    CPPUNIT_ASSERT_EQUAL(std::string("GET /raw was completed twice."), host->violations().at(0));
  }

  void dropped_exchange_is_detected() {
    Raw raw;
    const auto host = started(raw);
    CPPUNIT_ASSERT_EQUAL(504u, host->request({"GET", "/raw"}, std::chrono::milliseconds(1)).status);
    CPPUNIT_ASSERT_EQUAL(std::string("GET /raw was never completed."), host->violations().at(0));
  }

  void late_completion_is_refused() {
    Raw raw;
    const auto host = started(raw);
    host->request({"GET", "/raw"}, std::chrono::milliseconds(1));
    CPPUNIT_ASSERT_EQUAL(KF_CONFLICT + 0, raw.http->complete(raw.exchange, 200, nullptr, 0, to_abi("")));
  }

  void call_used_after_its_end_is_detected() {
    Raw raw;
    raw.completions = 1;
    const auto host = started(raw);
    host->request({"GET", "/raw"});
    raw.calls->set_error(raw.call, to_abi("LATE"), to_abi("Too late."));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, host->violations().size());
  }

  void a_waiting_task_names_its_share() {
    FakeHost host([](Registrar& registrar) {
      registrar.waiting_task(
          "fetch",
          [](const Task& task, Call&) -> std::string {
            if (task.payload_json == "{}") throw std::runtime_error("no tenant");
            return std::string(task.payload_json);
          },
          [](const Task&, Call&) { return TaskOutcome::done(); });
      registrar.task("plain", [](const Task&, Call&) { return TaskOutcome::done(); });
    });
    host.start();
    CPPUNIT_ASSERT_EQUAL(std::string("tenant-1"), host.share_of("fetch", {"tenant-1"}));
    CPPUNIT_ASSERT_EQUAL(std::string(), host.share_of("fetch", {"{}"}));
    CPPUNIT_ASSERT_EQUAL(std::string(), host.share_of("fetch", {std::string(65, 'x')}));
    CPPUNIT_ASSERT_EQUAL(KF_OK + 0, host.run_task("fetch").status);
    CPPUNIT_ASSERT_THROW(host.share_of("plain"), std::out_of_range);
  }

  void reservations_are_held_until_they_are_destroyed() {
    FakeHost host([](Registrar& registrar) {
      registrar.host().admission().limit_calls(3);
      registrar.task("reserve", [host = registrar.host()](const Task&, Call& call) {
        Reservation kept = host.admission().reserve("tenant-1", 1'000, call);
        CPPUNIT_ASSERT(kept);
        static_cast<void>(Reservation(std::move(kept)));
        kept = host.admission().reserve("tenant-1", 7, call);
        return kept ? TaskOutcome::done() : TaskOutcome::retry("nothing was granted");
      });
    });
    host.start();
    CPPUNIT_ASSERT_EQUAL(3u, host.call_limit());
    CPPUNIT_ASSERT_EQUAL(KF_OK + 0, host.run_task("reserve").status);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, host.reserved_bytes());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FakeHostTest);

}  // namespace
}  // namespace kongflow::testing
