// Finding PostgreSQL's programs, and what people are told when they are not there.
#include "host/database/embedded_postgres_programs.h"

#include <cppunit/extensions/HelperMacros.h>

#include <fstream>
#include <functional>
#include <stdexcept>

#include "support/refusal.h"
#include "support/temporary_folder.h"

namespace kongflow::host {
namespace {

namespace fs = std::filesystem;

class PostgresProgramsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PostgresProgramsTest);
  CPPUNIT_TEST(takes_the_highest_version);
  CPPUNIT_TEST(takes_the_version_that_made_the_cluster);
  CPPUNIT_TEST(takes_the_configured_folder);
  CPPUNIT_TEST(names_the_package_when_there_is_none);
  CPPUNIT_TEST(names_the_package_of_the_clusters_version);
  CPPUNIT_TEST(names_the_setting_when_the_configured_folder_is_wrong);
  CPPUNIT_TEST(names_the_folder_that_the_servers_user_may_not_enter);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_the_highest_version() {
    for (const char* version : {"9.6", "12", "13", "15", "notes"}) install(version);
    fs::create_directories(folder_.path() / "16");
    CPPUNIT_ASSERT_EQUAL(folder_.path() / "15/bin/postgres", find_postgres_programs("", 0, folder_.path()).postgres);
  }

  void takes_the_version_that_made_the_cluster() {
    for (const char* version : {"13", "15"}) install(version);
    CPPUNIT_ASSERT_EQUAL(folder_.path() / "13/bin/initdb", find_postgres_programs("", 13, folder_.path()).initdb);
  }

  void takes_the_configured_folder() {
    install("13");
    const fs::path bin = folder_.path() / "13/bin";
    CPPUNIT_ASSERT_EQUAL(bin / "postgres", find_postgres_programs(bin, 0, "/nowhere").postgres);
  }

  void names_the_package_when_there_is_none() {
    install("12");
    const std::string message = testing::refusal([this] { find_postgres_programs("", 0, folder_.path()); });
    CPPUNIT_ASSERT_MESSAGE(message, message.find("install the package postgresql,") != std::string::npos);
  }

  void names_the_package_of_the_clusters_version() {
    install("15");
    const std::string message = testing::refusal([this] { find_postgres_programs("", 14, folder_.path()); });
    CPPUNIT_ASSERT_MESSAGE(message, message.find("install the package postgresql-14") != std::string::npos);
  }

  void names_the_setting_when_the_configured_folder_is_wrong() {
    const std::string message = testing::refusal([this] { find_postgres_programs(folder_.path(), 0, "/nowhere"); });
    CPPUNIT_ASSERT_MESSAGE(message, message.find("database.bin_dir is " + folder_.path().string()) == 0);
  }

  void names_the_folder_that_the_servers_user_may_not_enter() {
    const fs::path closed = folder_.path() / "closed";
    fs::create_directories(closed / "data");
    fs::permissions(closed, fs::perms::owner_all);
    ServerUser user;
    user.switch_user = true;
    user.name = "someone";
    user.uid = 65533;
    user.gid = 65533;
    const std::string message = testing::refusal([&] { check_reachable(closed / "data", user); });
    CPPUNIT_ASSERT_MESSAGE(message,
                           message.find("someone, who may not enter " + closed.string() + ":") != std::string::npos);
    fs::permissions(closed, fs::perms::others_exec, fs::perm_options::add);
    check_reachable(closed / "data", user);
  }

 private:
  void install(const std::string& version) {
    const fs::path bin = folder_.path() / version / "bin";
    fs::create_directories(bin);
    for (const char* program : {"postgres", "initdb"}) {
      std::ofstream(bin / program) << "#!/bin/sh\n";
      fs::permissions(bin / program, fs::perms::owner_all);
    }
  }

  testing::TemporaryFolder folder_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(PostgresProgramsTest);

}  // namespace
}  // namespace kongflow::host
