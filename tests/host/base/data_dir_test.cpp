#include "host/base/data_dir.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "support/temporary_folder.h"

using kongflow::host::DataDir;

class DataDirTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DataDirTest);
  CPPUNIT_TEST(the_folder_is_created_and_locked);
  CPPUNIT_TEST(the_destructor_releases_the_lock);
  CPPUNIT_TEST(the_token_is_created_once_and_is_private);
  CPPUNIT_TEST(an_empty_token_file_is_refused);
  CPPUNIT_TEST(host_json_exists_while_the_host_runs);
  CPPUNIT_TEST(an_uncreatable_folder_is_reported_with_advice);
  CPPUNIT_TEST(a_failed_write_leaves_no_temporary_file);
  CPPUNIT_TEST_SUITE_END();

 public:
  void the_folder_is_created_and_locked() {
    const DataDir first(folder_ / "a" / "b");
    CPPUNIT_ASSERT(std::filesystem::is_directory(first.path()));
    const std::string sentence = refusal(folder_ / "a" / "b");
    CPPUNIT_ASSERT_MESSAGE(sentence,
                           sentence.find("another kongflow-host (pid " + std::to_string(getpid()) + ")") == 0);
  }

  void the_destructor_releases_the_lock() {
    { const DataDir first(folder_); }
    CPPUNIT_ASSERT_EQUAL(std::string(), refusal(folder_));
  }

  void the_token_is_created_once_and_is_private() {
    const DataDir data(folder_);
    const auto [token, created] = data.console_token();
    CPPUNIT_ASSERT(created && !data.console_token().created);
    CPPUNIT_ASSERT_EQUAL(std::size_t{64}, token.size());
    CPPUNIT_ASSERT_EQUAL(token, data.console_token().token);
    struct stat status {};
    CPPUNIT_ASSERT_EQUAL(0, stat(data.token_file().c_str(), &status));
    CPPUNIT_ASSERT_EQUAL(0600u, status.st_mode & 0777u);
  }

  void an_empty_token_file_is_refused() {
    const DataDir data(folder_);
    std::ofstream(data.token_file()).flush();
    CPPUNIT_ASSERT_THROW(data.console_token(), std::runtime_error);
  }

  void host_json_exists_while_the_host_runs() {
    {
      DataDir data(folder_);
      data.announce("http://127.0.0.1:3040");
      std::ostringstream text;
      text << std::ifstream(folder_ / "host.json").rdbuf();
      CPPUNIT_ASSERT_EQUAL("{\"pid\":" + std::to_string(getpid()) + ",\"url\":\"http://127.0.0.1:3040\"}\n",
                           text.str());
    }
    CPPUNIT_ASSERT(!std::filesystem::exists(folder_ / "host.json"));
  }

  void an_uncreatable_folder_is_reported_with_advice() {
    std::ofstream(folder_ / "file") << "x";
    const std::string sentence = refusal(folder_ / "file" / "below");
    CPPUNIT_ASSERT_MESSAGE(sentence, sentence.find("cannot create data_dir") == 0);
    CPPUNIT_ASSERT_MESSAGE(
        sentence, sentence.find("Not a directory; a file or a broken link has this name: remove") != std::string::npos);
    std::filesystem::create_symlink("/nowhere/at/all", folder_ / "link");
    const std::string of_link = refusal(folder_ / "link");
    CPPUNIT_ASSERT_MESSAGE(of_link, of_link.find("broken link has this name") != std::string::npos);
  }

  void a_failed_write_leaves_no_temporary_file() {
    DataDir data(folder_);
    rlimit before{};
    CPPUNIT_ASSERT_EQUAL(0, ::getrlimit(RLIMIT_FSIZE, &before));
    const rlimit none{4, before.rlim_max};  // as on a disk that is almost full
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &none);
    std::string sentence;
    try {
      data.announce("http://127.0.0.1:3040");
    } catch (const std::runtime_error& error) {
      sentence = error.what();
    }
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    CPPUNIT_ASSERT_MESSAGE(sentence, sentence.find("cannot write") == 0);
    for (const char* file : {"host.json", "host.json.new"}) CPPUNIT_ASSERT(!std::filesystem::exists(folder_ / file));
  }

 private:
  static std::string refusal(const std::filesystem::path& path) {
    try {
      const DataDir second(path);
      return "";
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  }

  const kongflow::testing::TemporaryFolder private_;
  const std::filesystem::path folder_ = private_.path();
};

CPPUNIT_TEST_SUITE_REGISTRATION(DataDirTest);
