#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>

#include "expect.h"
#include "kongflow/abi/types.h"
#include "process.h"
#include "support/temporary_folder.h"

using namespace kongflow::host::test;
using kongflow::testing::TemporaryFolder;

class UsageTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(UsageTest);
  CPPUNIT_TEST(without_a_command_it_lists_them_and_fails);
  CPPUNIT_TEST(help_lists_the_commands);
  CPPUNIT_TEST(every_command_has_help);
  CPPUNIT_TEST(an_unknown_command_names_the_nearest);
  CPPUNIT_TEST(an_unknown_option_names_the_nearest);
  CPPUNIT_TEST(a_missing_value_is_named);
  CPPUNIT_TEST(an_unexpected_value_is_named);
  CPPUNIT_TEST(operands_are_counted);
  CPPUNIT_TEST(version_names_program_and_abi);
  CPPUNIT_TEST(a_missing_config_file_is_explained);
  CPPUNIT_TEST(output_that_cannot_be_written_is_a_failure);
  CPPUNIT_TEST_SUITE_END();

 public:
  void without_a_command_it_lists_them_and_fails() {
    const auto result = run({});
    CPPUNIT_ASSERT_EQUAL(2, result.status);
    expect_contains(result.err, "Usage: kongflow-host COMMAND");
  }

  void help_lists_the_commands() {
    const auto result = run({"--help"});
    CPPUNIT_ASSERT_EQUAL(0, result.status);
    for (const char* command : {"run", "check", "migrate up", "plugins", "env create", "version"})
      expect_contains(result.out, command);
    expect_contains(run({"env", "--help"}).out, "env create");
  }

  void every_command_has_help() {
    for (const std::vector<std::string>& command : {std::vector<std::string>{"run"},
                                                    {"check"},
                                                    {"plugins"},
                                                    {"validate"},
                                                    {"reference"},
                                                    {"migrate", "up"},
                                                    {"migrate", "down"},
                                                    {"migrate", "status"},
                                                    {"env", "create"},
                                                    {"env", "list"},
                                                    {"version"}}) {
      auto words = command;
      words.push_back("--help");
      const auto result = run(words);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(command.front(), 0, result.status);
      expect_contains(result.out, "Usage: kongflow-host " + command.front());
      expect_contains(result.out, "--config FILE");
    }
  }

  void an_unknown_command_names_the_nearest() { expect_usage_error({"chekc"}, "did you mean \"check\"?"); }
  void an_unknown_option_names_the_nearest() {
    expect_usage_error({"check", "--prnt"}, "unknown option --prnt; did you mean \"--print\"?");
  }
  void a_missing_value_is_named() { expect_usage_error({"run", "--config"}, "--config needs a value"); }
  void an_unexpected_value_is_named() { expect_usage_error({"check", "--print=all"}, "--print=all takes no value"); }
  void operands_are_counted() {
    expect_usage_error({"migrate", "down"}, "SET is missing");
    expect_usage_error({"migrate", "down", "elsewhere"}, "must be endpoints, platform or queue");
    expect_usage_error({"migrate", "down", "platform", "--to", "x"}, "--to must be the number");
    expect_usage_error({"check", "now"}, "\"now\" is an unexpected argument");
    expect_usage_error({"env", "create", "--project", "web"}, "--organization is missing");
  }

  void version_names_program_and_abi() {
    const auto result = run({"--version"});
    CPPUNIT_ASSERT_EQUAL(0, result.status);
    expect_contains(result.out, "kongflow-host ");
    expect_contains(result.out, "plugin ABI 1." + std::to_string(KF_ABI_MINOR));
  }

  void a_missing_config_file_is_explained() {
    const auto result = run({"check", "--config", "nowhere.toml"});
    CPPUNIT_ASSERT_EQUAL(1, result.status);
    expect_contains(result.err, "nowhere.toml: the config file cannot be read");
  }

  void output_that_cannot_be_written_is_a_failure() {
    const auto errors = folder_.path() / "errors";
    const std::string command = "'" PROGRAM "' reference >/dev/full 2>'" + errors.string() + "'";
    CPPUNIT_ASSERT_EQUAL(1, WEXITSTATUS(std::system(command.c_str())));
    expect_contains(read_file(errors), "kongflow-host reference: cannot write the output");
  }

 private:
  Finished run(const std::vector<std::string>& words) { return run_program(words, folder_.path()); }

  void expect_usage_error(const std::vector<std::string>& words, const std::string& sentence) {
    const auto result = run(words);
    CPPUNIT_ASSERT_EQUAL_MESSAGE(result.err, 2, result.status);
    expect_contains(result.err, sentence);
  }

  TemporaryFolder folder_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(UsageTest);
