// Root's commands in the data folder of a service.
#include <cppunit/extensions/HelperMacros.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "expect.h"
#include "process.h"
#include "running_host.h"
#include "support/temporary_folder.h"

using namespace kongflow::host::test;
namespace fs = std::filesystem;

class DataOwnerTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DataOwnerTest);
  CPPUNIT_TEST(root_creates_no_file_that_the_owner_cannot_write);
  CPPUNIT_TEST(an_inaccessible_folder_of_the_owner_is_named);
  CPPUNIT_TEST_SUITE_END();

 public:
  void root_creates_no_file_that_the_owner_cannot_write() {
    if (geteuid() != 0) return;  // nobody else can become another user
    const passwd* owner = nobody();
    const fs::path data = folder_of(*owner);
    const std::string config = service_config(folder_.path(), data, "").string();

    const auto created =
        run_program({"env", "create", "--organization", "o", "--project", "p", "--config", config}, folder_.path());
    CPPUNIT_ASSERT_EQUAL_MESSAGE(created.err, 0, created.status);
    expect_all_belong_to(owner->pw_uid, data);

    Process host({"run", "--config", config}, folder_.path());
    host.wait_for("listening on");
    CPPUNIT_ASSERT_EQUAL(owner->pw_uid, user_of(host.pid()));
    CPPUNIT_ASSERT_EQUAL(0, run_program({"tasks", "--config", config}, folder_.path()).status);
    host.send(SIGTERM);
    CPPUNIT_ASSERT_EQUAL(0, host.wait());
    expect_all_belong_to(owner->pw_uid, data);
  }

  void an_inaccessible_folder_of_the_owner_is_named() {
    if (geteuid() != 0) return;
    const fs::path data = folder_of(*nobody());
    const std::string config = service_config(folder_.path(), data, "").string();
    const fs::path home = folder_.path() / "home";
    fs::create_directory(home);
    fs::rename(folder_.path() / "sql", home / "sql");
    fs::permissions(home, fs::perms::owner_all);
    const auto refused =
        run_program({"env", "list", "--config", config, "--set", "sql_dir=" + (home / "sql").string()}, folder_.path());
    CPPUNIT_ASSERT_EQUAL(1, refused.status);
    expect_contains(refused.err, "belongs to the user nobody, so the host runs as that user, who may not read " +
                                     home.string() + ",");
    expect_contains(refused.err, "every user may read");
    CPPUNIT_ASSERT(fs::is_empty(data));
  }

 private:
  static const passwd* nobody() {
    const passwd* user = getpwnam("nobody");
    CPPUNIT_ASSERT(user != nullptr);
    return user;
  }

  fs::path folder_of(const passwd& owner) const {
    const fs::path data = folder_.path() / "data";
    fs::create_directory(data);
    CPPUNIT_ASSERT_EQUAL(0, chown(data.c_str(), owner.pw_uid, owner.pw_gid));
    return data;
  }

  static uid_t user_of(pid_t process) {
    const std::string status = read_file("/proc/" + std::to_string(process) + "/status");
    return static_cast<uid_t>(std::stoul(status.substr(status.find("Uid:") + 4)));
  }

  static uid_t owner_of(const fs::path& path) {
    struct stat info {};
    CPPUNIT_ASSERT_EQUAL(0, lstat(path.c_str(), &info));
    return info.st_uid;
  }

  static void expect_all_belong_to(uid_t user, const fs::path& folder) {
    int files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(entry.path(), user, owner_of(entry.path()));
      ++files;
    }
    CPPUNIT_ASSERT(files > 100);  // a cluster is there
  }

  const kongflow::testing::TemporaryFolder folder_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(DataOwnerTest);
