// What people learn from the output of PostgreSQL's programs.
#include "host/database/embedded_postgres_log.h"

#include <cppunit/extensions/HelperMacros.h>

#include <fstream>
#include <string>

#include "support/temporary_folder.h"

namespace kongflow::host {
namespace {

class EmbeddedPostgresLogTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EmbeddedPostgresLogTest);
  CPPUNIT_TEST(keeps_errors_with_their_details_and_drops_the_rest);
  CPPUNIT_TEST(ignores_what_an_earlier_program_wrote);
  CPPUNIT_TEST(advises_where_the_cause_is_known);
  CPPUNIT_TEST(says_when_there_is_no_reason);
  CPPUNIT_TEST(a_large_file_is_emptied_once_its_text_is_copied);
  CPPUNIT_TEST_SUITE_END();

 public:
  void keeps_errors_with_their_details_and_drops_the_rest() {
    write(
        "2026-01-31 09:00:00.000 UTC [42] LOG:  starting PostgreSQL 15\n"
        "2026-01-31 09:00:00.001 UTC [42] LOG:  unrecognized configuration parameter \"x\"\n"
        "2026-01-31 09:00:00.002 UTC [42] FATAL:  configuration file contains errors\n"
        "2026-01-31 09:00:00.002 UTC [42] DETAIL:  line 7\n"
        "2026-01-31 09:00:00.003 UTC [42] LOG:  database system is shut down\n");
    CPPUNIT_ASSERT_EQUAL(std::string("LOG:  unrecognized configuration parameter \"x\"; FATAL:  configuration file "
                                     "contains errors; DETAIL:  line 7."),
                         failure_reason(file_, 0));
  }

  void ignores_what_an_earlier_program_wrote() {
    write("[1] FATAL:  old\n");
    const auto begin = size_of(file_);
    write("[2] FATAL:  new\n");
    CPPUNIT_ASSERT_EQUAL(std::string("FATAL:  new."), failure_reason(file_, begin));
  }

  void advises_where_the_cause_is_known() {
    expect_advice("initdb: could not look up effective user ID 12345: user does not exist", "/etc/passwd");
    expect_advice("FATAL:  could not resize shared memory segment \"/P\" to 8 bytes: No space left on device",
                  "/dev/shm");
    expect_advice("initdb: error: invalid locale name \"xx_YY.UTF-8\"", "Install the locale");
    expect_advice("FATAL:  database locale is incompatible with operating system", "Install the locale");
    expect_advice("FATAL:  could not write to file \"pg_wal/x\": No space left on device", "Free space");
    expect_advice("LOG:  could not fork worker process: Resource temporarily unavailable", "ulimit -u");
    expect_advice("FATAL:  could not execute command \"locale -a\": Cannot allocate memory",
                  "more memory and processes");
  }

  void says_when_there_is_no_reason() {
    CPPUNIT_ASSERT_EQUAL(std::string("it gave no reason."), failure_reason(file_, 0));
  }

  void a_large_file_is_emptied_once_its_text_is_copied() {
    constexpr std::uintmax_t kMiB = std::uintmax_t{1} << 20;
    const std::filesystem::path old = file_.string() + ".old";
    std::filesystem::create_directories(old / "in the way");  // so that no copy is possible
    write("[1] LOG:  first\n");
    std::filesystem::resize_file(file_, 17 * kMiB);
    rotate_when_large(file_);
    CPPUNIT_ASSERT_EQUAL(17 * kMiB, size_of(file_));
    std::filesystem::remove_all(old);
    rotate_when_large(file_);
    CPPUNIT_ASSERT_EQUAL(std::uintmax_t{0}, size_of(file_));
    CPPUNIT_ASSERT_EQUAL(17 * kMiB, size_of(old));
    std::filesystem::remove(old);
    std::filesystem::create_directories(old);
    std::filesystem::resize_file(file_, 65 * kMiB);
    rotate_when_large(file_);
    CPPUNIT_ASSERT_EQUAL(std::uintmax_t{0}, size_of(file_));
  }

 private:
  void write(const std::string& text) const { std::ofstream(file_, std::ios::app) << text; }

  void expect_advice(const std::string& line, const std::string& advice) const {
    const auto begin = size_of(file_);
    write(line + "\n");
    const std::string reason = failure_reason(file_, begin);
    CPPUNIT_ASSERT_MESSAGE(reason, reason.find(line + ". ") == 0);
    CPPUNIT_ASSERT_MESSAGE(reason, reason.find(advice) != std::string::npos);
  }

  const testing::TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_.path() / "server.log";
};

CPPUNIT_TEST_SUITE_REGISTRATION(EmbeddedPostgresLogTest);

}  // namespace
}  // namespace kongflow::host
