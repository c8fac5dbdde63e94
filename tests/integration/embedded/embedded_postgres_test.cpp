// Start, stop and recovery of the private PostgreSQL cluster.
#include "host/database/embedded_postgres.h"

#include <cppunit/extensions/HelperMacros.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "host/database/embedded_postgres_process.h"
#include "host/database/embedded_postgres_programs.h"
#include "postgres/connection.h"
#include "support/temporary_folder.h"

namespace kongflow::host {
namespace {

namespace fs = std::filesystem;

class EmbeddedPostgresTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EmbeddedPostgresTest);
  CPPUNIT_TEST(creates_a_cluster_and_keeps_its_data_over_a_restart);
  CPPUNIT_TEST(belongs_to_the_user_that_runs_it_and_hides_its_socket);
  CPPUNIT_TEST(tells_other_commands_how_to_connect_while_it_runs);
  CPPUNIT_TEST(refuses_a_second_host_on_the_same_folder);
  CPPUNIT_TEST(works_in_a_folder_too_long_for_a_socket);
  CPPUNIT_TEST(works_in_a_folder_with_any_character);
  CPPUNIT_TEST(ends_with_a_killed_host_and_starts_again);
  CPPUNIT_TEST(recovers_when_host_and_server_were_killed);
  CPPUNIT_TEST(recovers_when_another_program_has_the_dead_servers_number);
  CPPUNIT_TEST(removes_what_an_interrupted_creation_left);
  CPPUNIT_TEST(says_why_the_server_does_not_start);
  CPPUNIT_TEST(a_stop_request_ends_the_creation_of_a_cluster);
  CPPUNIT_TEST_SUITE_END();

 public:
  void creates_a_cluster_and_keeps_its_data_over_a_restart() {
    EmbeddedPostgres server(folder_.path(), "", log_);
    connect(server.start()).execute("create table kept as select 42 as number");
    CPPUNIT_ASSERT(server.running());
    server.stop();
    CPPUNIT_ASSERT(!server.running());
    auto connection = connect(server.start());
    CPPUNIT_ASSERT_EQUAL(std::string("42"), connection.execute("select number from kept").text(0, 0));
    const auto settings = connection.execute(
        "select current_setting('server_encoding'), current_setting('lc_collate'), "
        "current_setting('listen_addresses')");
    CPPUNIT_ASSERT_EQUAL(std::string("UTF8 C.UTF-8 "),
                         settings.text(0, 0) + " " + settings.text(0, 1) + " " + settings.text(0, 2));
  }

  void belongs_to_the_user_that_runs_it_and_hides_its_socket() {
    EmbeddedPostgres server(data_dir_, "", log_);
    server.start();
    const auto file = read_postmaster_file(cluster());
    CPPUNIT_ASSERT(file && file->ready);
    for (const fs::path& path :
         {cluster(), fs::path(file->socket_dir), fs::path("/proc") / std::to_string(file->pid)}) {
      struct stat info = {};
      CPPUNIT_ASSERT_EQUAL(0, ::stat(path.c_str(), &info));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(path, server_user().uid, info.st_uid);
    }
    struct stat socket_dir = {};
    ::stat(file->socket_dir.c_str(), &socket_dir);
    CPPUNIT_ASSERT_EQUAL(mode_t{0700}, socket_dir.st_mode & 0777);
  }

  void tells_other_commands_how_to_connect_while_it_runs() {
    CPPUNIT_ASSERT(!EmbeddedPostgres::connection_string_if_running(data_dir_));
    EmbeddedPostgres server(data_dir_, "", log_);
    const std::string connection_string = server.start();
    CPPUNIT_ASSERT(EmbeddedPostgres::connection_string_if_running(data_dir_) == connection_string);
    server.stop();
    CPPUNIT_ASSERT(!EmbeddedPostgres::connection_string_if_running(data_dir_));
  }

  void refuses_a_second_host_on_the_same_folder() {
    EmbeddedPostgres first(data_dir_, "", log_);
    const std::string connection_string = first.start();
    EmbeddedPostgres second(data_dir_, "", log_);
    try {
      second.start();
      CPPUNIT_FAIL("The second one started");
    } catch (const std::runtime_error& error) {
      CPPUNIT_ASSERT_MESSAGE(error.what(), std::string(error.what()).find("Another host runs") == 0);
    }
    connect(connection_string).execute("select 1");
  }

  void works_in_a_folder_too_long_for_a_socket() {
    const fs::path data_dir = folder_.path() / std::string(120, 'x');
    EmbeddedPostgres server(data_dir, "", log_);
    connect(server.start()).execute("select 1");
    const fs::path socket_dir = read_postmaster_file(data_dir / "postgres/data")->socket_dir;
    CPPUNIT_ASSERT(fs::exists(socket_dir));
    server.stop();
    CPPUNIT_ASSERT(!fs::exists(socket_dir));
  }

  void works_in_a_folder_with_any_character() {
    for (const char* name : {"a space", "a, comma", "a \"quote\"", "it's 100% \\ a=b ü"}) {
      const fs::path data_dir = folder_.path() / name;
      EmbeddedPostgres server(data_dir, "", log_);
      const std::string connection_string = server.start();
      connect(connection_string).execute("select 1");
      CPPUNIT_ASSERT(EmbeddedPostgres::connection_string_if_running(data_dir) == connection_string);
    }
  }

  void ends_with_a_killed_host_and_starts_again() {
    const pid_t host = start_host();
    connect(*EmbeddedPostgres::connection_string_if_running(data_dir_))
        .execute_script("drop table if exists kept; create table kept (x int)");
    kill_host(host);
    EmbeddedPostgres server(data_dir_, "", log_);
    connect(server.start()).execute("select * from kept");
  }

  void recovers_when_host_and_server_were_killed() {
    const pid_t host = start_host();
    connect(*EmbeddedPostgres::connection_string_if_running(data_dir_))
        .execute_script("drop table if exists kept; create table kept (x int)");
    const pid_t server_process = read_postmaster_file(cluster())->pid;
    ::kill(host, SIGSTOP);
    ::kill(server_process, SIGKILL);
    kill_host(host);
    CPPUNIT_ASSERT(fs::exists(cluster() / "postmaster.pid"));
    EmbeddedPostgres server(data_dir_, "", log_);
    connect(server.start()).execute("select * from kept");
  }

  void recovers_when_another_program_has_the_dead_servers_number() {
    EmbeddedPostgres server(data_dir_, "", log_);
    server.start();
    std::ostringstream lock_file;
    lock_file << std::ifstream(cluster() / "postmaster.pid").rdbuf();
    server.stop();
    const std::string rest = lock_file.str().substr(lock_file.str().find('\n'));
    std::ofstream(cluster() / "postmaster.pid") << ::getppid() << rest;
    connect(server.start()).execute("select 1");
  }

  void removes_what_an_interrupted_creation_left() {
    fs::create_directories(folder_.path() / "postgres/data.new/base");
    std::ofstream(folder_.path() / "postgres/data.new/PG_VERSION") << "15\n";
    EmbeddedPostgres server(folder_.path(), "", log_);
    connect(server.start()).execute("select 1");
    CPPUNIT_ASSERT(!fs::exists(folder_.path() / "postgres/data.new"));
  }

  void says_why_the_server_does_not_start() {
    EmbeddedPostgres server(data_dir_, "", log_);
    server.start();
    server.stop();
    std::ofstream(cluster() / "postgresql.auto.conf") << "no_such_setting = 1\n";
    try {
      server.start();
      CPPUNIT_FAIL("It started");
    } catch (const std::runtime_error& error) {
      CPPUNIT_ASSERT_MESSAGE(error.what(), std::string(error.what()).find("server.log") != std::string::npos);
    }
    fs::remove(cluster() / "postgresql.auto.conf");
    connect(server.start()).execute("select 1");
  }

  void a_stop_request_ends_the_creation_of_a_cluster() {
    StopRequest stop_request;
    stop_request.set();
    EmbeddedPostgres server(folder_.path(), "", log_);
    CPPUNIT_ASSERT_THROW(server.start(&stop_request), StopRequested);
    CPPUNIT_ASSERT(!fs::exists(folder_.path() / "postgres/data"));
    CPPUNIT_ASSERT(!fs::exists(folder_.path() / "postgres/data.new"));
    connect(server.start()).execute("select 1");
  }

 private:
  static postgres::Connection connect(const std::string& connection_string) {
    return postgres::Connection::open(connection_string);
  }

  fs::path cluster() const { return data_dir_ / "postgres/data"; }

  // Tests that do not care about its creation share a cluster: making one takes seconds.
  static const fs::path& shared_cluster() {
    static const testing::TemporaryFolder folder;
    return folder.path();
  }

  // A process that runs the cluster until it is killed.
  pid_t start_host() {
    int ready[2];
    CPPUNIT_ASSERT_EQUAL(0, ::pipe(ready));
    const pid_t host = ::fork();
    if (host == 0) {
      try {
        EmbeddedPostgres server(data_dir_, "", log_);
        server.start();
        if (::write(ready[1], "x", 1) == 1)
          for (;;) ::pause();
      } catch (const std::exception&) {
      }
      ::_exit(1);
    }
    ::close(ready[1]);
    char byte = 0;
    const bool started = ::read(ready[0], &byte, 1) == 1;
    ::close(ready[0]);
    CPPUNIT_ASSERT(started);
    return host;
  }

  static void kill_host(pid_t host) {
    ::kill(host, SIGKILL);
    wait_for(host);
  }

  const testing::TemporaryFolder folder_;  // empty
  const fs::path data_dir_ = shared_cluster();
  std::ostringstream log_text_;
  Log log_{log_text_, LogLevel::debug, LogFormat::text};
};

CPPUNIT_TEST_SUITE_REGISTRATION(EmbeddedPostgresTest);

}  // namespace
}  // namespace kongflow::host
