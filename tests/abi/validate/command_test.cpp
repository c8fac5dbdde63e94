// What the command prints, and how it is asked.
#include <cppunit/extensions/HelperMacros.h>

#include "host/cli/expect.h"
#include "validation.h"

using kongflow::host::test::expect_contains;
using kongflow::host::test::expect_lacks;
using kongflow::host::test::Finished;
using kongflow::host::test::run_program;
using kongflow::host::test::write_file;
using kongflow::testing::TemporaryFolder;
using kongflow::testing::validate;

class ValidateCommandTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ValidateCommandTest);
  CPPUNIT_TEST(it_prints_a_line_a_check_and_a_summary);
  CPPUNIT_TEST(the_list_names_every_check);
  CPPUNIT_TEST(a_group_can_be_chosen);
  CPPUNIT_TEST(an_unknown_check_names_the_nearest);
  CPPUNIT_TEST(bad_values_are_named);
  CPPUNIT_TEST(a_crash_has_its_signal_and_its_place);
  CPPUNIT_TEST(an_exception_that_nobody_caught_is_told);
  CPPUNIT_TEST(a_hang_is_killed);
  CPPUNIT_TEST(output_is_shown_of_failed_checks_alone);
  CPPUNIT_TEST(what_needs_a_failed_check_is_skipped);
  CPPUNIT_TEST(required_settings_come_from_the_config_file);
  CPPUNIT_TEST(problems_of_the_config_file_fail);
  CPPUNIT_TEST(a_hook_that_registers_is_told);
  CPPUNIT_TEST(one_seed_gives_one_run);
  CPPUNIT_TEST_SUITE_END();

 public:
  void it_prints_a_line_a_check_and_a_summary() {
    const auto result = run({broken("sound"), "--only", "entry", "--seed", "42"});
    CPPUNIT_ASSERT_EQUAL(0, result.status);
    expect_contains(result.out, "sound.so, seed 42\n");
    expect_contains(result.out, "passed   entry.exported ");
    expect_contains(result.out, "5 passed, 0 failed, 0 skipped, 0 warnings\n");
  }

  void the_list_names_every_check() {
    const auto result = run({"--list"});
    CPPUNIT_ASSERT_EQUAL(0, result.status);
    for (const char* check : {"entry.exported", "lifecycle.two-lives", "config.fuzz", "leftovers.threads"})
      expect_contains("\n" + result.out, std::string("\n") + check + " ");
    expect_contains(run({"--list", "--json"}).out, R"({"name":"config.fuzz","summary":)");
  }

  void a_group_can_be_chosen() {
    const auto validation = validate(broken("sound"), {"--only", "descriptor", "--only", "lifecycle.exit"});
    CPPUNIT_ASSERT(
        validation.checks("passed") ==
        std::set<std::string>({"descriptor.abi", "descriptor.names", "descriptor.version", "descriptor.services",
                               "descriptor.options", "descriptor.docs", "lifecycle.exit"}));
  }

  void an_unknown_check_names_the_nearest() {
    const auto result = run({broken("sound"), "--only", "lifecycle.two-livse"});
    CPPUNIT_ASSERT_EQUAL(2, result.status);
    expect_contains(result.err, "did you mean \"lifecycle.two-lives\"?");
  }

  void bad_values_are_named() {
    const auto expect_refused = [&](std::vector<std::string> words, const std::string& sentence) {
      const auto result = run(words);
      CPPUNIT_ASSERT_EQUAL(2, result.status);
      expect_contains(result.err, sentence);
    };
    expect_refused({}, "PLUGIN is missing");
    expect_refused({broken("sound"), "--seed", "x"}, "--seed must be a number");
    expect_refused({broken("sound"), "--time-limit", "soon"}, "--time-limit must be a duration");
  }

  void a_crash_has_its_signal_and_its_place() {
    const auto reason = validate(broken("crashes_in_task"), {"--only", "tasks.statuses"}).reason("tasks.statuses");
    expect_contains(reason, "SIGABRT");
    expect_contains(reason, "at: the task crash with nothing");
  }

  void an_exception_that_nobody_caught_is_told() {
    const auto reason = validate(broken("terminates_in_task"), {"--only", "tasks.statuses"}).reason("tasks.statuses");
    expect_contains(reason, "SIGABRT");
    expect_contains(reason, "an uncaught exception: ");
  }

  void a_hang_is_killed() {
    const auto validation =
        validate(broken("hangs_in_stop"), {"--only", "lifecycle.in-order", "--time-limit", "300ms"});
    CPPUNIT_ASSERT_EQUAL(1, validation.status);
    CPPUNIT_ASSERT_EQUAL(std::string("it was killed after 300ms, at: stop()"), validation.reason("lifecycle.in-order"));
  }

  void output_is_shown_of_failed_checks_alone() {
    const auto result = run({broken("prints"), "--only", "lifecycle.in-order", "--only", "output"});
    CPPUNIT_ASSERT_EQUAL(1, result.status);
    const auto failed = result.out.find("failed   output.stdout");
    CPPUNIT_ASSERT(failed != std::string::npos);
    CPPUNIT_ASSERT(result.out.find("Here I am.") > failed);
    expect_contains(result.out, "    standard output:\n      Here I am.\n");
  }

  void what_needs_a_failed_check_is_skipped() {
    const auto validation = validate(broken("bad_id"));
    CPPUNIT_ASSERT_EQUAL(std::string("it needs descriptor.names"), validation.reason("tasks.statuses"));
    CPPUNIT_ASSERT_EQUAL(std::string("skipped"),
                         std::string(validation.check("tasks.statuses").at("outcome").as_string()));
  }

  void required_settings_come_from_the_config_file() {
    const std::vector<std::string> only{"--only", "settings", "--only", "lifecycle.in-order"};
    const auto without = validate(broken("with_options"), only);
    CPPUNIT_ASSERT_EQUAL(0, without.status);
    expect_contains(without.reason("settings.complete"), "\"plugins.broken.token\" is missing");
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, without.checks("skipped").size());

    const auto file = write_file(folder_.path() / "with.toml", "[plugins.broken]\ntoken = \"secret\"\n");
    CPPUNIT_ASSERT_EQUAL(std::size_t{2},
                         validate(broken("with_options"), with(only, {"--config", file})).checks("passed").size());
    CPPUNIT_ASSERT_EQUAL(
        std::size_t{2},
        validate(broken("with_options"), with(only, {"--set", "plugins.broken.token=x"})).checks("passed").size());
  }

  void problems_of_the_config_file_fail() {
    const auto file = write_file(folder_.path() / "bad.toml", "[plugins.broken]\ntoken = 7\ncuont = 1\n");
    const auto validation = validate(broken("with_options"), {"--only", "settings", "--config", file});
    CPPUNIT_ASSERT_EQUAL(1, validation.status);
    expect_contains(validation.reason("settings.complete"), "\"plugins.broken.token\" must be text");
    expect_contains(validation.reason("settings.complete"), "did you mean \"plugins.broken.count\"?");
  }

  void a_hook_that_registers_is_told() {
    const auto validation = validate(broken("registers_in_hook"), {"--only", "registration.not-in-hooks"});
    CPPUNIT_ASSERT_EQUAL(1, validation.status);
    expect_contains(validation.reason("registration.not-in-hooks"), "it registers something in its hooks");
  }

  void one_seed_gives_one_run() {
    const auto file = write_file(folder_.path() / "with.toml", "[plugins.broken]\ntoken = \"secret\"\n");
    const auto reason = [&](const std::string& seed) {
      return validate(broken("with_options"), {"--only", "config.fuzz", "--config", file, "--seed", seed})
          .reason("config.fuzz");
    };
    const auto first = reason("11");
    expect_contains(first, "seed 11: ");
    CPPUNIT_ASSERT_EQUAL(first, reason("11"));
    const auto crash = validate(broken("crashes_on_odd_setting"), {"--only", "config.fuzz"}).reason("config.fuzz");
    expect_contains(crash, " of seed 7: greeting = ");
    CPPUNIT_ASSERT_EQUAL(crash,
                         validate(broken("crashes_on_odd_setting"), {"--only", "config.fuzz"}).reason("config.fuzz"));
  }

 private:
  static std::string broken(const std::string& name) { return std::string(BROKEN_PLUGINS) + "/" + name + ".so"; }
  static std::vector<std::string> with(std::vector<std::string> words, const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  Finished run(std::vector<std::string> words) {
    words.insert(words.begin(), "validate");
    return run_program(words, folder_.path());
  }

  TemporaryFolder folder_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(ValidateCommandTest);
