// Config files that the main one includes.
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <fstream>

#include "host/config/config.h"
#include "support/temporary_folder.h"

using namespace kongflow::host;
namespace fs = std::filesystem;

class IncludeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(IncludeTest);
  CPPUNIT_TEST(included_files_are_read_in_name_order);
  CPPUNIT_TEST(included_files_override_the_main_file_and_the_command_line_overrides_both);
  CPPUNIT_TEST(an_included_file_may_add_and_extend_plugins);
  CPPUNIT_TEST(a_problem_names_the_included_file);
  CPPUNIT_TEST(only_files_that_match_the_pattern_are_read);
  CPPUNIT_TEST(a_pattern_may_match_nothing_but_a_name_must_exist);
  CPPUNIT_TEST(wildcards_in_the_folder_name_are_literal);
  CPPUNIT_TEST(only_the_main_file_may_include_others);
  CPPUNIT_TEST(a_setting_of_another_type_is_a_problem);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override { fs::create_directory(folder_ / "conf.d"); }

  void included_files_are_read_in_name_order() {
    write("conf.d/20-b.toml", "tasks.concurrency = 20\n");
    write("conf.d/10-a.toml", "tasks.concurrency = 10\ntasks.queue_batch = 11\n");
    const Config config = read(everything);
    CPPUNIT_ASSERT_EQUAL(std::string(), texts(config));
    CPPUNIT_ASSERT_EQUAL(20, config.settings.tasks.concurrency);
    CPPUNIT_ASSERT_EQUAL(11, config.settings.tasks.queue_batch);
  }

  void included_files_override_the_main_file_and_the_command_line_overrides_both() {
    write("conf.d/a.toml", "[http]\nmax_in_flight = 2\nworker_threads = 3\n");
    const Config config =
        read(everything + "[http]\nmax_in_flight = 1\nworker_threads = 1\n", {"http.worker_threads=4"});
    CPPUNIT_ASSERT_EQUAL(std::string(), texts(config));
    CPPUNIT_ASSERT_EQUAL(2, config.settings.http.max_in_flight);
    CPPUNIT_ASSERT_EQUAL(4, config.settings.http.worker_threads);
    CPPUNIT_ASSERT(config.values.origin("http.max_in_flight") == Origin::file);
  }

  void an_included_file_may_add_and_extend_plugins() {
    write("conf.d/hello.toml", "[plugins.hello]\ngreeting = \"Hi\"\n[plugins.second]\noptional = true\n");
    const Config config = read(everything + "[plugins.hello]\npath = \"hello.so\"\ngreeting = \"Hello\"\n");
    CPPUNIT_ASSERT_EQUAL(std::string(), texts(config));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, config.plugins.size());
    CPPUNIT_ASSERT_EQUAL(std::string("hello.so"), config.plugins[0].path);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, config.plugins[0].entries.size());
    CPPUNIT_ASSERT_EQUAL(std::string("Hi"), std::get<std::string>(config.plugins[0].entries[0].value));
    CPPUNIT_ASSERT(config.plugins[1].optional && !config.plugins[0].optional);
  }

  void a_problem_names_the_included_file() {
    write("conf.d/a.toml", "\n[http]\nlisen = \"x\"\n");
    write("conf.d/b.toml", "[http\n");
    expect(read(everything), {"conf.d/a.toml:3:1: unknown key \"http.lisen\"", "conf.d/b.toml:1:6: "});
  }

  void only_files_that_match_the_pattern_are_read() {
    for (const char* name : {"a.toml.dpkg-dist", ".a.toml", "a.toml~", "README"}) write(fs::path("conf.d") / name, "[");
    write("extra.toml", "tasks.concurrency = 7\n");
    const Config config = read("include = [\"conf.d/*.toml\", \"" + (folder_ / "extra.toml").string() + "\"]\n");
    CPPUNIT_ASSERT_EQUAL(std::string(), texts(config));
    CPPUNIT_ASSERT_EQUAL(7, config.settings.tasks.concurrency);
  }

  void a_pattern_may_match_nothing_but_a_name_must_exist() {
    expect(read("include = [\"nowhere/*.toml\", \"none.toml\"]\n"),
           {"kongflow.toml:1:1: \"include\" names none.toml, which does not exist"});
  }

  void wildcards_in_the_folder_name_are_literal() {
    const fs::path odd = folder_ / "a[b]*\\c";
    fs::create_directories(odd);
    std::ofstream(odd / "kongflow.toml") << "include = \"*.in\"\n";
    std::ofstream(odd / "one.in") << "tasks.concurrency = 9\n";
    const Config config = read_config(odd / "kongflow.toml", {});
    CPPUNIT_ASSERT_EQUAL(std::string(), texts(config));
    CPPUNIT_ASSERT_EQUAL(9, config.settings.tasks.concurrency);
  }

  void only_the_main_file_may_include_others() {
    write("conf.d/a.toml", "include = \"../never.toml\"\ntasks.concurrency = 5\n");
    write("never.toml", "tasks.concurrency = 6\n");
    const Config config = read(everything, {"include=never.toml"});
    expect(config, {"conf.d/a.toml:1:1: an included file cannot include others",
                    "--set include: \"include\" is allowed only in the config file"});
    CPPUNIT_ASSERT_EQUAL(5, config.settings.tasks.concurrency);
  }

  void a_setting_of_another_type_is_a_problem() {
    expect(read("include = 3\n"), {"\"include\" must be a list of texts"});
  }

 private:
  inline static const std::string everything = "include = [\"conf.d/*.toml\"]\n";

  void write(const fs::path& name, const std::string& text) { std::ofstream(folder_ / name) << text; }

  Config read(const std::string& text, const std::vector<std::string>& overrides = {}) {
    write("kongflow.toml", text);
    return read_config(folder_ / "kongflow.toml", overrides);
  }

  static std::string texts(const Config& config) {
    std::string all;
    for (const auto& problem : config.problems) all += problem.text() + "\n";
    return all;
  }

  // Exactly these problems.
  static void expect(const Config& config, const std::vector<std::string>& parts) {
    const std::string all = texts(config);
    for (const auto& part : parts)
      CPPUNIT_ASSERT_MESSAGE("\"" + part + "\" is not in:\n" + all, all.find(part) != std::string::npos);
    CPPUNIT_ASSERT_EQUAL_MESSAGE(all, parts.size(), config.problems.size());
  }

  const kongflow::testing::TemporaryFolder private_;
  const fs::path folder_ = private_.path();
};

CPPUNIT_TEST_SUITE_REGISTRATION(IncludeTest);
