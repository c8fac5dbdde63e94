// A real PgBouncer between the host and the server, in each of its modes.
#include "host/database/session_check.h"

#include "host/database/connection_limits.h"

#include <cppunit/extensions/HelperMacros.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "postgres/connection.h"
#include "support/refusal.h"
#include "support/temporary_folder.h"
#include "support/test_database.h"

namespace kongflow::host {
namespace {

using testing::TestDatabase;

class Pooler {
 public:
  Pooler(const TestDatabase& database, const std::string& mode, int size) {
    ::chmod(folder_.path().c_str(), 0777);  // as root, the pooler runs as the server's user
    const std::string folder = folder_.path();
    std::ofstream(folder_.path() / "pooler.ini")
        << "[databases]\n* = host="
        << database.value("select trim('\"' from current_setting('unix_socket_directories'))")
        << " port=5432 user=kongflow\n"
        << "[pgbouncer]\nauth_type = any\nlisten_addr =\nlisten_port = 5432\nunix_socket_dir = " << folder
        << "\npidfile = " << folder << "/pid\nlogfile = " << folder << "/log\npool_mode = " << mode
        << "\ndefault_pool_size = " << size << (geteuid() == 0 ? "\nuser = postgres\n" : "\n");
    const std::string command = "/usr/sbin/pgbouncer -d -q " + folder + "/pooler.ini";
    CPPUNIT_ASSERT_EQUAL(0, std::system(command.c_str()));
    connection_string_ = "host=" + folder + " user=kongflow dbname=" + database.value("select current_database()");
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (PQping(connection_string_.c_str()) != PQPING_OK) {  // it listens a moment after it went to the background
      CPPUNIT_ASSERT_MESSAGE("The pooler does not answer", std::chrono::steady_clock::now() < deadline);
      std::this_thread::yield();
    }
  }

  ~Pooler() {
    pid_t pid = 0;
    std::ifstream(folder_.path() / "pid") >> pid;
    if (pid <= 0) return;
    ::kill(pid, SIGTERM);
    while (std::filesystem::exists(folder_.path() / "pid") && ::kill(pid, 0) == 0) std::this_thread::yield();
  }

  const std::string& connection_string() const { return connection_string_; }

 private:
  const testing::TemporaryFolder folder_;
  std::string connection_string_;
};

class SessionCheckTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SessionCheckTest);
  CPPUNIT_TEST(a_server_and_a_pooler_of_sessions_are_accepted);
  CPPUNIT_TEST(a_pooler_of_transactions_or_statements_is_refused);
  CPPUNIT_TEST(too_few_connections_are_reported_with_their_numbers);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_server_and_a_pooler_of_sessions_are_accepted() {
    require_own_sessions(database_.connection_string());
    const Pooler pooler(database_, "session", 5);
    for (int i = 0; i < 3; ++i) require_own_sessions(pooler.connection_string());
  }

  void a_pooler_of_transactions_or_statements_is_refused() {
    for (const char* mode : {"transaction", "statement"})
      for (const int size : {1, 2, 5}) {
        const Pooler pooler(database_, mode, size);
        const std::string sentence = testing::refusal([&] { require_own_sessions(pooler.connection_string()); });
        CPPUNIT_ASSERT_MESSAGE(sentence, sentence.find("set pool_mode = session") != std::string::npos);
      }
  }

  void too_few_connections_are_reported_with_their_numbers() {
    auto connection = database_.connect();
    CPPUNIT_ASSERT(!connection_shortage(connection, 40));
    const std::string of_server = connection_shortage(connection, 98).value_or("");
    CPPUNIT_ASSERT_MESSAGE(of_server, of_server.find("may need 98") != std::string::npos &&
                                          of_server.find("max_connections") != std::string::npos &&
                                          of_server.find("together 97") != std::string::npos);
    const std::string name = database_.value("select current_database()");
    database_.run("alter database " + name + " connection limit 39");
    const std::string of_database = connection_shortage(connection, 40).value_or("");
    CPPUNIT_ASSERT_MESSAGE(of_database, of_database.find("the database allows") != std::string::npos);
    database_.run("create role few_" + name + " login connection limit 7");
    auto few = postgres::Connection::open(database_.connection_string() + " user=few_" + name);
    const std::string of_role = connection_shortage(few, 40).value_or("");
    CPPUNIT_ASSERT_MESSAGE(of_role, of_role.find("the role allows all clients together 7") != std::string::npos);
  }

 private:
  const TestDatabase database_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(SessionCheckTest);

}  // namespace
}  // namespace kongflow::host
