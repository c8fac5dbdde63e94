// The embedded cluster on systems that lack something.
#include <cppunit/extensions/HelperMacros.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>
#include <thread>

#include "host/database/embedded_postgres.h"
#include "own_mounts.h"
#include "own_process.h"
#include "postgres/connection.h"
#include "support/refusal.h"
#include "support/temporary_folder.h"

namespace kongflow::host {
namespace {

namespace fs = std::filesystem;

class SurroundingsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SurroundingsTest);
  CPPUNIT_TEST(its_server_enters_folders_that_a_strict_umask_closes);
  CPPUNIT_TEST(keeps_the_servers_log_small_while_it_runs);
  CPPUNIT_TEST(names_the_user_that_has_no_name);
  CPPUNIT_TEST(names_a_shared_memory_that_is_too_small);
  CPPUNIT_TEST_SUITE_END();

 public:
  void its_server_enters_folders_that_a_strict_umask_closes() {
    const mode_t before = ::umask(077);
    EmbeddedPostgres server(folder_.path() / "made/by/the host", "", log_);
    const std::string refusal =
        testing::refusal([&] { postgres::Connection::open(server.start()).execute("select 1"); });
    ::umask(before);
    CPPUNIT_ASSERT_EQUAL(std::string(), refusal);
  }

  void keeps_the_servers_log_small_while_it_runs() {
    EmbeddedPostgres server(folder_.path(), "", log_);
    auto connection = postgres::Connection::open(server.start());
    const fs::path log = folder_.path() / "postgres/server.log";
    std::ofstream(log, std::ios::app) << std::string(std::size_t{17} * 1024 * 1024, '.') << '\n';
    CPPUNIT_ASSERT(server.running());
    CPPUNIT_ASSERT(fs::file_size(log) < 1024);
    CPPUNIT_ASSERT(fs::file_size(log.string() + ".old") > std::uintmax_t{16} * 1024 * 1024);
    connection.execute_script("do $$ begin raise log 'after the rotation'; end $$");
    CPPUNIT_ASSERT(text_of(log).find("after the rotation") != std::string::npos);
    CPPUNIT_ASSERT(fs::file_size(log) < 1024);
  }

  void names_the_user_that_has_no_name() {
    if (!is_root()) return;
    const uid_t nameless = 1'000'000 + static_cast<uid_t>(::getpid());
    CPPUNIT_ASSERT_EQUAL(0, ::chown(folder_.path().c_str(), nameless, nameless));
    const std::string message = refusal_of_process([&] {
      if (::setgid(nameless) != 0 || ::setuid(nameless) != 0) ::_exit(1);
    });
    expect_contains(message, "user ID " + std::to_string(nameless));
    expect_contains(message, "/etc/passwd");
  }

  void names_a_shared_memory_that_is_too_small() {
    if (!testing::can_make_own_mounts()) return;
    const std::string message = refusal_of_process([] {
      if (!testing::make_own_mounts() || ::mount("tmpfs", "/dev/shm", "tmpfs", 0, "size=64k,mode=1777") != 0)
        ::_exit(1);
    });
    expect_contains(message, "could not resize shared memory segment");
    expect_contains(message, "Give /dev/shm at least 64 MiB");
  }

 private:
  static bool is_root() {
    if (::geteuid() == 0) return true;
    std::cerr << "\nnot checked: only root can become another user\n";
    return false;
  }

  static void expect_contains(const std::string& text, const std::string& part) {
    CPPUNIT_ASSERT_MESSAGE("\"" + part + "\" is not in:\n" + text, text.find(part) != std::string::npos);
  }

  static std::string text_of(const fs::path& file) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }

  // Why no cluster is made in `folder_` by a process that called `prepare`.
  std::string refusal_of_process(const std::function<void()>& prepare) {
    testing::OwnProcess process([&](const testing::OwnProcess::Say& say) {
      prepare();
      say(testing::refusal([&] { EmbeddedPostgres(folder_.path(), "", log_).start(); }) + "\n");
    });
    return process.heard_until("\n");
  }

  const testing::TemporaryFolder folder_;
  std::ostringstream log_text_;
  Log log_{log_text_, LogLevel::debug, LogFormat::text};
};

CPPUNIT_TEST_SUITE_REGISTRATION(SurroundingsTest);

}  // namespace
}  // namespace kongflow::host
