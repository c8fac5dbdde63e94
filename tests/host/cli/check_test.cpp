#include <cppunit/extensions/HelperMacros.h>

#include "expect.h"
#include "process.h"
#include "support/temporary_folder.h"

using namespace kongflow::host::test;
using kongflow::testing::TemporaryFolder;

class CheckTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CheckTest);
  CPPUNIT_TEST(a_valid_file_is_accepted);
  CPPUNIT_TEST(a_typo_is_reported_with_position_and_nearest_key);
  CPPUNIT_TEST(all_problems_are_reported_at_once);
  CPPUNIT_TEST(an_invalid_address_is_a_problem);
  CPPUNIT_TEST(print_masks_secrets);
  CPPUNIT_TEST(a_rejected_plugin_is_a_problem);
  CPPUNIT_TEST(a_plugin_that_rejects_its_settings_is_a_problem);
  CPPUNIT_TEST(a_disabled_plugin_is_not_opened);
  CPPUNIT_TEST(an_optional_plugin_may_be_missing_but_not_rejected);
  CPPUNIT_TEST(nothing_is_written);
  CPPUNIT_TEST(plugins_are_listed_with_tasks_and_routes);
  CPPUNIT_TEST(plugins_as_json);
  CPPUNIT_TEST(a_rejected_plugin_fails_the_listing);
  CPPUNIT_TEST(the_reference_has_the_settings_of_host_and_plugins);
  CPPUNIT_TEST(the_committed_reference_equals_the_printed_one);
  CPPUNIT_TEST(run_rejects_the_problems_of_check);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_valid_file_is_accepted() {
    const auto result = run("check", "[plugins.hello]\npath = \"hello.so\"\n");
    CPPUNIT_ASSERT_EQUAL_MESSAGE(result.err, 0, result.status);
    expect_contains(result.out, "kongflow.toml is valid; plugins: hello 1.0.0");
  }

  void a_typo_is_reported_with_position_and_nearest_key() {
    const auto result = run("check", "[http]\nlisten = \"127.0.0.1:0\"\nmax_in_fligth = 5\n");
    CPPUNIT_ASSERT_EQUAL(1, result.status);
    expect_contains(result.err,
                    "kongflow.toml:4:1: unknown key \"http.max_in_fligth\"; did you mean \"http.max_in_flight\"?");
  }

  void all_problems_are_reported_at_once() {
    const auto result = run("check",
                            "[http]\nmax_in_flight = 0\nrequest_timeout = \"soon\"\n"
                            "[plugins.hello]\npath = \"hello.so\"\ngreetin = \"Hi\"\n[plugins.ghost]\n");
    CPPUNIT_ASSERT_EQUAL(1, result.status);
    expect_contains(result.err, ":3:1: \"http.max_in_flight\" is 0, must be between 1 and 1000000");
    expect_contains(result.err, ":4:1: \"http.request_timeout\" must be a duration");
    expect_contains(result.err,
                    ":7:1: unknown key \"plugins.hello.greetin\"; did you mean \"plugins.hello.greeting\"?");
    expect_contains(result.err, "kongflow-ghost.so is rejected: there is no such file");
  }

  void an_invalid_address_is_a_problem() {
    const auto result = run("check", "[http]\nlisten = [\"127.0.0.1:0\", \"localhost\"]\n");
    CPPUNIT_ASSERT_EQUAL(1, result.status);
    expect_contains(result.err, ":3:1: \"http.listen\" names \"localhost\", but an address must be host:port");
  }

  void print_masks_secrets() {
    const auto result = run("check", "[database]\nurl = \"postgresql://me:hunter2@db/kongflow\"\n", {"--print"});
    CPPUNIT_ASSERT_EQUAL(0, result.status);
    expect_contains(result.out, "url = \"***\"");
    expect_contains(result.out, "max_in_flight = 1024");
    expect_lacks(result.out + result.err, "hunter2");
  }

  void a_rejected_plugin_is_a_problem() {
    const auto result = run("check", "[plugins.greeter]\npath = \"hello.so\"\n");
    CPPUNIT_ASSERT_EQUAL(1, result.status);
    expect_contains(result.err, "its id is \"hello\", but the config file names it \"greeter\"");
  }

  void a_plugin_that_rejects_its_settings_is_a_problem() {
    const auto result = run("check", "[plugins.hello]\npath = \"hello.so\"\ngreeting = \"\"\n");
    CPPUNIT_ASSERT_EQUAL(1, result.status);
    expect_contains(result.err, "the plugin \"hello\" failed to configure: greeting must not be empty");
  }

  void a_disabled_plugin_is_not_opened() {
    CPPUNIT_ASSERT_EQUAL(0, run("check", "[plugins.ghost]\nenabled = false\n").status);
  }

  void an_optional_plugin_may_be_missing_but_not_rejected() {
    const auto missing = run("check", "[plugins.ghost]\noptional = true\nkey = 1\n");
    CPPUNIT_ASSERT_EQUAL_MESSAGE(missing.err, 0, missing.status);
    expect_contains(missing.out, "plugins: none");
    const auto refused = run("check", "[plugins.greeter]\npath = \"hello.so\"\noptional = true\n");
    CPPUNIT_ASSERT_EQUAL(1, refused.status);
    expect_contains(refused.err, "its id is \"hello\"");
  }

  void nothing_is_written() {
    run("check", "[plugins.hello]\npath = \"hello.so\"\n");
    CPPUNIT_ASSERT(!std::filesystem::exists(folder_.path() / "kongflow-data"));
  }

  void plugins_are_listed_with_tasks_and_routes() {
    const auto result = run("plugins", "[plugins.minimal]\npath = \"minimal.so\"\n");
    CPPUNIT_ASSERT_EQUAL_MESSAGE(result.err, 0, result.status);
    for (const char* part : {"PLUGIN", "minimal", "1.0.0", "1.0", "example", "minimal.echo", "GET /minimal/:name"})
      expect_contains(result.out, part);
  }

  void plugins_as_json() {
    const auto result = run("plugins", "[plugins.hello]\npath = \"hello.so\"\n", {"--json"});
    CPPUNIT_ASSERT_EQUAL(0, result.status);
    expect_contains(result.out, R"("id":"hello")");
    expect_contains(result.out, R"("tasks":["hello.greet"])");
  }

  void a_rejected_plugin_fails_the_listing() {
    const auto result = run("plugins", "[plugins.hello]\npath = \"hello.so\"\n[plugins.ghost]\n");
    CPPUNIT_ASSERT_EQUAL(1, result.status);
    expect_contains(result.out, "hello.greet");
    expect_contains(result.err, "no such file");
  }

  void the_reference_has_the_settings_of_host_and_plugins() {
    const auto host_only = run_program({"reference"}, folder_.path());
    CPPUNIT_ASSERT_EQUAL(0, host_only.status);
    expect_contains(host_only.out, "| `http.listen` | list | `[\"127.0.0.1:3040\"]` |");
    expect_contains(host_only.out, "| `database.url` | text | `\"\"` |");
    expect_contains(run("reference", "[plugins.hello]\npath = \"hello.so\"\n").out, "| `greeting` | text |");
  }

  // After a change of settings: kongflow-host reference > host-sdk/SETTINGS.md, with the endpoints plugin configured.
  void the_committed_reference_equals_the_printed_one() {
    CPPUNIT_ASSERT_EQUAL(read_file(REFERENCE), run("reference", "[plugins.endpoints]\n").out);
  }

  void run_rejects_the_problems_of_check() {
    const auto of_host = run("run", "[http]\nlisten = 80\n");
    CPPUNIT_ASSERT_EQUAL(1, of_host.status);
    expect_contains(of_host.err, "\"http.listen\" must be a list of texts");
    const auto of_plugin = run("run", "[plugins.ghost]\n");
    CPPUNIT_ASSERT_EQUAL(1, of_plugin.status);
    expect_contains(of_plugin.err, "no such file");
    CPPUNIT_ASSERT(!std::filesystem::exists(folder_.path() / "kongflow-data"));
  }

 private:
  Finished run(const std::string& command, const std::string& config, std::vector<std::string> more = {}) {
    const auto file = write_file(folder_.path() / "kongflow.toml", "plugin_dir = \"" PLUGINS "\"\n" + config);
    std::vector<std::string> words{command, "--config", file.string()};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words, folder_.path());
  }

  TemporaryFolder folder_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CheckTest);
