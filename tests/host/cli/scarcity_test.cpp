// A host whose system takes no more log lines, or starts no more threads.
#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <pwd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <memory>
#include <thread>
#include <vector>

#include "../http/raw_client.h"
#include "expect.h"
#include "process.h"
#include "running_host.h"
#include "support/temporary_folder.h"

using namespace kongflow::host::test;
namespace fs = std::filesystem;

class ScarcityTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ScarcityTest);
  CPPUNIT_TEST(an_unread_log_blocks_neither_start_nor_requests_nor_stop);
  CPPUNIT_TEST(closed_standard_descriptors_are_not_reused_for_files_and_sockets);
  CPPUNIT_TEST(without_more_threads_requests_get_503_until_threads_are_available);
  CPPUNIT_TEST(without_more_threads_it_still_stops);
  CPPUNIT_TEST_SUITE_END();

 public:
  void an_unread_log_blocks_neither_start_nor_requests_nor_stop() {
    std::array<int, 2> pipe{};
    CPPUNIT_ASSERT_EQUAL(0, ::pipe2(pipe.data(), O_CLOEXEC));
    fill(pipe[1]);
    const auto config =
        write_file(folder_.path() / "kongflow.toml",
                   RunningHost::config_text("[plugins.hello]\npath = \"hello.so\"\n", RunningHost::data_dir()));
    fs::remove(RunningHost::data_dir() / "host.json");  // of a host that was killed
    Process host({"run", "--config", config.string(), "--set", "log.level=debug"}, folder_.path(), pipe[1]);
    await_announcement(host, RunningHost::data_dir());
    const std::uint16_t port = port_of_host_in(RunningHost::data_dir());
    for (int i = 0; i < 20; ++i) CPPUNIT_ASSERT_EQUAL(200, request(port, "GET", "/hello/world").status);
    CPPUNIT_ASSERT_EQUAL(200, request(port, "GET", "/readyz").status);
    expect_contains(request(port, "GET", "/metrics").body, "\nkongflow_log_lines_dropped_total 0\n");
    host.send(SIGTERM);
    CPPUNIT_ASSERT_EQUAL(0, host.wait());
    for (const int end : pipe) ::close(end);
  }

  void closed_standard_descriptors_are_not_reused_for_files_and_sockets() {
    const auto config =
        write_file(folder_.path() / "kongflow.toml", RunningHost::config_text("", RunningHost::data_dir()));
    fs::remove(RunningHost::data_dir() / "host.json");
    Process host({"run", "--config", config.string()}, folder_.path(), Process::no_descriptors);
    await_announcement(host, RunningHost::data_dir());
    for (const char* number : {"0", "1", "2"})
      CPPUNIT_ASSERT_EQUAL(std::string("/dev/null"),
                           fs::read_symlink(fs::path("/proc") / std::to_string(host.pid()) / "fd" / number).string());
    host.send(SIGTERM);
    CPPUNIT_ASSERT_EQUAL(0, host.wait());
  }

  void without_more_threads_requests_get_503_until_threads_are_available() {
    Process host({"run", "--config", config_of_limitable_host()}, folder_.path());
    host.wait_for("listening on");
    const std::uint16_t port = port_of_host_in(data_);

    limit_threads(host, 0);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 10; ++i) {  // more than the threads that are there
      clients.push_back(std::make_unique<RawClient>(port));
      clients.back()->send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    const RawResponse refused = clients.back()->response();
    CPPUNIT_ASSERT_EQUAL(503, refused.status);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), refused.headers.at("retry-after"));
    expect_contains(refused.body, "cannot start more threads");
    host.wait_for("The system starts no more threads; requests get 503. Raise the limit");
    CPPUNIT_ASSERT_EQUAL(200, request(port, "GET", "/healthz").status);
    CPPUNIT_ASSERT_EQUAL(200, request(port, "GET", "/readyz").status);

    limit_threads(host, RLIM_INFINITY);
    CPPUNIT_ASSERT_EQUAL(401, request(port, "GET", "/api/v1/whoami", "Authorization: Bearer tr_dev_x\r\n").status);
    host.send(SIGTERM);
    CPPUNIT_ASSERT_EQUAL(0, host.wait());
  }

  void without_more_threads_it_still_stops() {
    Process host({"run", "--config", config_of_limitable_host()}, folder_.path());
    host.wait_for("listening on");
    limit_threads(host, 0);
    host.send(SIGTERM);
    CPPUNIT_ASSERT_EQUAL(0, host.wait());
    expect_contains(host.err(), "stopping without a time limit");
    expect_contains(host.err(), "Raise the limit on processes and threads");
    expect_contains(host.err(), "\"stopped\"");
    expect_lacks(host.err(), "the database does not respond");
  }

 private:
  // Root is exempt from the limit, so its host works as another user.
  std::string config_of_limitable_host() {
    fs::create_directory(data_);
    if (geteuid() == 0) CPPUNIT_ASSERT_EQUAL(0, chown(data_.c_str(), getpwnam("nobody")->pw_uid, 0));
    return service_config(folder_.path(), data_, "shutdown_grace = \"0ms\"\n[plugins.slow]\npath = \"slow.so\"\n");
  }

  // As the host's user: root may lack the right to do it for others.
  static void limit_threads(const Process& host, rlim_t most) {
    const pid_t child = fork();
    if (child == 0) {
      const passwd* user = getpwnam("nobody");
      rlimit limit{};
      if (geteuid() == 0 && (setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) _exit(1);
      if (prlimit(host.pid(), RLIMIT_NPROC, nullptr, &limit) != 0) _exit(2);
      limit.rlim_cur = std::min(most, limit.rlim_max);
      _exit(prlimit(host.pid(), RLIMIT_NPROC, &limit, nullptr) == 0 ? 0 : 3);
    }
    int status = 0;
    waitpid(child, &status, 0);
    CPPUNIT_ASSERT_EQUAL(0, status);
  }

  static void fill(int pipe) {
    ::fcntl(pipe, F_SETFL, O_NONBLOCK);
    const std::string page(4096, '.');
    while (::write(pipe, page.data(), page.size()) > 0) {
    }
    ::fcntl(pipe, F_SETFL, 0);
  }

  static void await_announcement(Process& host, const fs::path& data_dir) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!fs::exists(data_dir / "host.json")) {
      CPPUNIT_ASSERT_MESSAGE("the host does not start", !host.ended() && std::chrono::steady_clock::now() < deadline);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }

  const kongflow::testing::TemporaryFolder folder_;
  const fs::path data_ = folder_.path() / "data";
};

CPPUNIT_TEST_SUITE_REGISTRATION(ScarcityTest);
