// Hosts in containers that share a volume and do not see each other's processes.
#include <cppunit/extensions/HelperMacros.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>

#include "host/database/embedded_postgres.h"
#include "host/database/embedded_postgres_process.h"
#include "own_mounts.h"
#include "own_process.h"
#include "postgres/connection.h"
#include "support/temporary_folder.h"

namespace kongflow::host {
namespace {

namespace fs = std::filesystem;
using testing::OwnProcess;

class UnseenServerTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(UnseenServerTest);
  CPPUNIT_TEST(a_server_in_another_container_keeps_the_folder);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_server_in_another_container_keeps_the_folder() {
    if (!testing::can_make_own_mounts()) return;
    auto first = container_with_host(std::chrono::seconds(0));
    CPPUNIT_ASSERT_EQUAL(std::string("ready\n"), first->heard_until("\n"));
    const pid_t server = postmaster();
    CPPUNIT_ASSERT(server > 0);
    ::kill(server, SIGSTOP);
    const pid_t host = parent_of(server);
    ::kill(host, SIGKILL);  // its container lives on
    await([&] { return parent_of(server) != host; });

    auto second = container_with_host(std::chrono::seconds(0));
    const std::string refusal = second->heard_until("\n");
    CPPUNIT_ASSERT_MESSAGE(refusal, refusal.find("A PostgreSQL in another container or on another machine uses " +
                                                 cluster().string()) == 0);
    CPPUNIT_ASSERT_MESSAGE(refusal, refusal.find("stop it") != std::string::npos);
    CPPUNIT_ASSERT(fs::exists(cluster() / "postmaster.pid"));
    CPPUNIT_ASSERT_EQUAL(server, postmaster());

    auto third = container_with_host(std::chrono::minutes(1));
    await([&] {
      return text_of(log_file_).rfind("Waiting for the PostgreSQL") !=
             text_of(log_file_).find("Waiting for the PostgreSQL");
    });
    CPPUNIT_ASSERT_EQUAL(server, postmaster());
    ::kill(server, SIGCONT);  // it ends as its host did
    CPPUNIT_ASSERT_EQUAL(std::string("ready\n"), third->heard_until("\n"));
    CPPUNIT_ASSERT(server != postmaster());
    postgres::Connection::open(*EmbeddedPostgres::connection_string_if_running(folder_.path())).execute("select 1");
  }

 private:
  // A container whose first process starts a host and outlives it. The host says "ready", or why it is not.
  std::unique_ptr<OwnProcess> container_with_host(std::chrono::milliseconds unseen_server_limit) const {
    return std::make_unique<OwnProcess>([=](const OwnProcess::Say& say) {
      if (::unshare(CLONE_NEWPID) != 0 || !testing::make_own_mounts()) ::_exit(1);
      const pid_t init = ::fork();
      if (init != 0) {
        wait_for(init);
        ::_exit(0);
      }
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (::mount("proc", "/proc", "proc", 0, "") != 0) ::_exit(1);
      if (::fork() == 0) run_host(unseen_server_limit, say);
      for (;;) ::pause();
    });
  }

  [[noreturn]] void run_host(std::chrono::milliseconds unseen_server_limit, const OwnProcess::Say& say) const {
    std::ofstream out(log_file_, std::ios::app);
    Log log(out, LogLevel::debug, LogFormat::text);
    EmbeddedPostgres server(folder_.path(), "", log, unseen_server_limit);
    try {
      server.start();
      say("ready\n");
      for (;;) ::pause();
    } catch (const std::exception& error) {
      say(std::string(error.what()) + "\n");
    }
    ::_exit(1);
  }

  fs::path cluster() const { return folder_.path() / "postgres/data"; }

  // The server's number as this process, which sees into all containers, knows it.
  pid_t postmaster() const {
    const auto all = postgres_processes_in(cluster());
    for (const pid_t pid : all) {
      const auto parent = parent_of(pid);
      if (std::find(all.begin(), all.end(), parent) == all.end()) return pid;
    }
    return 0;
  }

  static pid_t parent_of(pid_t pid) {
    const std::string status = text_of("/proc/" + std::to_string(pid) + "/status");
    const auto at = status.find("PPid:");
    return at == std::string::npos ? 0 : std::stoi(status.substr(at + 5));
  }

  static std::string text_of(const fs::path& file) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }

  template <class Condition>
  static void await(Condition condition) {
    while (!condition()) std::this_thread::yield();
  }

  const testing::TemporaryFolder folder_;
  const fs::path log_file_ = folder_.path() / "log";
};

CPPUNIT_TEST_SUITE_REGISTRATION(UnseenServerTest);

}  // namespace
}  // namespace kongflow::host
