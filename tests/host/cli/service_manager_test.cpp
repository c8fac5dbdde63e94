// What systemd hears from a host: sd_notify(3).
#include <cppunit/extensions/HelperMacros.h>

#include <sys/ptrace.h>
#include <sys/wait.h>

#include <csignal>

#include "../http/raw_client.h"
#include "expect.h"
#include "notify_socket.h"
#include "running_host.h"
#include "support/temporary_folder.h"

using namespace kongflow::host::test;
using namespace std::chrono_literals;

class ServiceManagerTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ServiceManagerTest);
  CPPUNIT_TEST(systemd_is_notified_of_start_reload_and_stop);
  CPPUNIT_TEST(systemd_gets_no_further_notification_when_the_start_fails);
  CPPUNIT_TEST(the_watchdog_is_pinged_at_its_interval);
  CPPUNIT_TEST(the_watchdog_is_not_pinged_when_http_hangs);
  CPPUNIT_TEST(systemd_is_notified_of_the_stop_timeout);
  CPPUNIT_TEST_SUITE_END();

 public:
  void systemd_is_notified_of_start_reload_and_stop() {
    NotifySocket manager(socket(), 1min);
    RunningHost host("");
    CPPUNIT_ASSERT_EQUAL(std::string("STATUS=Starting the database and the plugins"), manager.next_but_pings());
    CPPUNIT_ASSERT_EQUAL("READY=1\nSTATUS=Listening on http://127.0.0.1:" + std::to_string(host.port()),
                         manager.next_but_pings());
    CPPUNIT_ASSERT_EQUAL(200, request(host.port(), "GET", "/readyz").status);

    host.process().send(SIGHUP);
    const std::string reloading = manager.next_but_pings();
    expect_contains(reloading, "RELOADING=1\nMONOTONIC_USEC=");
    const auto now =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch());
    const auto said = std::chrono::microseconds(std::stoll(reloading.substr(reloading.rfind('=') + 1)));
    CPPUNIT_ASSERT(said <= now && now - said < 1min);
    expect_contains(manager.next_but_pings(), "READY=1\nSTATUS=Listening on ");
    host.process().wait_for("the config file was reloaded");

    host.process().send(SIGTERM);
    expect_contains(manager.next_but_pings(), "STOPPING=1\n");
    CPPUNIT_ASSERT_EQUAL(0, host.process().wait());
    CPPUNIT_ASSERT(!manager.next(0ms));
  }

  void systemd_gets_no_further_notification_when_the_start_fails() {
    NotifySocket manager(socket(), 1min);
    const auto file =
        write_file(folder_.path() / "kongflow.toml",
                   RunningHost::config_text("database.url = \"host=/nowhere\"\n", folder_.path() / "data"));
    CPPUNIT_ASSERT_EQUAL(1, run_program({"run", "--config", file.string()}, folder_.path()).status);
    CPPUNIT_ASSERT_EQUAL(std::string("STATUS=Starting the database and the plugins"), manager.next_but_pings());
    CPPUNIT_ASSERT(!manager.next(0ms));
  }

  void the_watchdog_is_pinged_at_its_interval() {
    NotifySocket manager(socket(), 600ms);
    RunningHost host("");
    manager.next_but_pings();
    manager.next_but_pings();
    const auto begin = std::chrono::steady_clock::now();
    for (int ping = 0; ping < 6; ++ping)
      CPPUNIT_ASSERT_EQUAL(std::string("WATCHDOG=1"), manager.next(30s).value_or(""));
    CPPUNIT_ASSERT(std::chrono::steady_clock::now() - begin >= 900ms);  // not all of them at once
  }

  void the_watchdog_is_not_pinged_when_http_hangs() {
    NotifySocket manager(socket(), 300ms);
    RunningHost host("");
    const pid_t thread = thread_named("http-io", host.process().pid());
    CPPUNIT_ASSERT_EQUAL(0L, ptrace(PTRACE_SEIZE, thread, nullptr, nullptr));
    CPPUNIT_ASSERT_EQUAL(0L, ptrace(PTRACE_INTERRUPT, thread, nullptr, nullptr));
    CPPUNIT_ASSERT_EQUAL(thread, waitpid(thread, nullptr, __WALL));
    while (manager.next(0ms)) {
    }
    CPPUNIT_ASSERT(!manager.next(2s));
    CPPUNIT_ASSERT_EQUAL(0L, ptrace(PTRACE_DETACH, thread, nullptr, nullptr));
    CPPUNIT_ASSERT_EQUAL(std::string("WATCHDOG=1"), manager.next(30s).value_or(""));
  }

  void systemd_is_notified_of_the_stop_timeout() {
    NotifySocket manager(socket(), 1min);
    RunningHost host("shutdown_grace = \"1h\"\n");
    manager.next_but_pings();
    manager.next_but_pings();
    host.process().send(SIGTERM);
    const std::string stopping = manager.next_but_pings();
    const std::string limit = "EXTEND_TIMEOUT_USEC=";
    expect_contains(stopping, limit);
    expect_contains(stopping, "WATCHDOG_USEC=");
    const auto usec = std::stoll(stopping.substr(stopping.find(limit) + limit.size()));
    CPPUNIT_ASSERT(usec > 3'600'000'000 && usec < 4'000'000'000);
  }

 private:
  static pid_t thread_named(const std::string& name, pid_t process) {
    for (const auto& entry : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/task"))
      if (read_file(entry.path() / "comm") == name + "\n") return std::stoi(entry.path().filename());
    CPPUNIT_FAIL("no thread has the name " + name);
    return -1;
  }

  std::filesystem::path socket() const { return folder_.path() / "notify"; }

  const kongflow::testing::TemporaryFolder folder_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(ServiceManagerTest);
