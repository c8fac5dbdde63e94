#include "host/config/config.h"

#include <cppunit/extensions/HelperMacros.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>

#include "host/config/host_options.h"
#include "support/temporary_folder.h"

using namespace kongflow::host;

class ConfigTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ConfigTest);
  CPPUNIT_TEST(an_empty_file_means_the_defaults);
  CPPUNIT_TEST(every_setting_is_read);
  CPPUNIT_TEST(values_record_their_origin);
  CPPUNIT_TEST(a_syntax_error_has_a_position);
  CPPUNIT_TEST(a_file_that_is_not_toml_is_reported_with_advice);
  CPPUNIT_TEST(an_unset_variable_is_reported_once);
  CPPUNIT_TEST(a_certificate_needs_its_key);
  CPPUNIT_TEST(a_missing_file_is_a_problem);
  CPPUNIT_TEST(unknown_keys_and_tables_are_reported_once);
  CPPUNIT_TEST(a_wrong_type_names_the_expected_type);
  CPPUNIT_TEST(values_outside_bounds_and_choices_are_rejected);
  CPPUNIT_TEST(tables_and_values_are_not_interchangeable);
  CPPUNIT_TEST(environment_variables_are_substituted);
  CPPUNIT_TEST(plugin_settings_record_environment_variables);
  CPPUNIT_TEST(an_unset_environment_variable_is_a_problem);
  CPPUNIT_TEST(an_empty_database_url_selects_the_embedded_database_only_in_the_file);
  CPPUNIT_TEST(an_invalid_database_url_is_reported_without_its_secret);
  CPPUNIT_TEST(overrides_win_over_the_file);
  CPPUNIT_TEST(overrides_are_checked_like_the_file);
  CPPUNIT_TEST(overrides_may_add_a_plugin);
  CPPUNIT_TEST(plugin_tables_keep_the_order_of_the_file);
  CPPUNIT_TEST(plugin_options_are_checked_with_dotted_names);
  CPPUNIT_TEST(a_missing_required_option_is_reported_with_its_documentation);
  CPPUNIT_TEST(changed_settings_are_listed);
  CPPUNIT_TEST(every_option_is_documented);
  CPPUNIT_TEST_SUITE_END();

 public:
  void an_empty_file_means_the_defaults() {
    const Config config = read("");
    CPPUNIT_ASSERT(config.problems.empty());
    const Settings defaults;
    CPPUNIT_ASSERT(defaults.http.listen == config.settings.http.listen);
    CPPUNIT_ASSERT(defaults.shutdown_grace == config.settings.shutdown_grace);
    CPPUNIT_ASSERT_EQUAL(defaults.http.max_body_bytes, config.settings.http.max_body_bytes);
    CPPUNIT_ASSERT(defaults.log.level == config.settings.log.level);
    CPPUNIT_ASSERT(config.plugins.empty());
  }

  void values_record_their_origin() {
    setenv("KONGFLOW_TEST_TOKEN", "t", 1);
    const Config config =
        read("data_dir = \"/d\"\n[console]\ntoken = \"${KONGFLOW_TEST_TOKEN}\"\n", {"log.level=debug"});
    CPPUNIT_ASSERT(config.values.origin("data_dir") == Origin::file);
    CPPUNIT_ASSERT(config.values.origin("console.token") == Origin::environment);
    CPPUNIT_ASSERT(config.values.origin("log.level") == Origin::command_line);
    CPPUNIT_ASSERT(config.values.origin("http.listen") == Origin::default_value);
  }

  void every_setting_is_read() {
    const Config config = read(R"(
data_dir = "/d"
include = ["/nowhere/*.toml"]
plugin_dir = "/p"
sql_dir = "/s"
shutdown_grace = "3s"
[http]
listen = "[::1]:8080"
tls_cert = "/c"
tls_key = "/k"
max_body = "2MiB"
bearer_in_any_case = true
max_in_flight = 7
body_memory = "32MiB"
worker_threads = 8
request_timeout = "9s"
header_timeout = "12s"
idle_timeout = 11000
[calls]
concurrency = 6
[tasks]
concurrency = 12
poll_interval = "13s"
queue_batch = 14
timeout = "15m"
payload_memory = "16MiB"
[database]
url = "postgresql://db/x"
bin_dir = "/b"
migrate = true
[log]
level = "error"
format = "text"
[console]
enabled = false
authentication = "none"
listen_everywhere = true
token = "t"
password_hash = "p"
read_only_token = "r"
read_only_password_hash = "q"
assets_dir = "/w"
)");
    CPPUNIT_ASSERT_EQUAL(std::string(), texts(config));
    const Settings& s = config.settings;
    CPPUNIT_ASSERT(s.include == std::vector<std::string>{"/nowhere/*.toml"});
    CPPUNIT_ASSERT(s.data_dir == "/d" && s.plugin_dir == "/p" && s.sql_dir == "/s");
    CPPUNIT_ASSERT(s.shutdown_grace == std::chrono::seconds(3));
    CPPUNIT_ASSERT((s.http.listen == std::vector<std::string>{"[::1]:8080"}));
    CPPUNIT_ASSERT(s.http.tls_cert == "/c" && s.http.tls_key == "/k");
    CPPUNIT_ASSERT(s.http.max_body_bytes == 2u << 20 && s.http.max_in_flight == 7 && s.http.worker_threads == 8);
    CPPUNIT_ASSERT(s.http.request_timeout == std::chrono::seconds(9) &&
                   s.http.read_timeout == std::chrono::seconds(12));
    CPPUNIT_ASSERT(s.http.idle_timeout == std::chrono::seconds(11));
    CPPUNIT_ASSERT(s.tasks.concurrency == 12 && s.tasks.poll_interval == std::chrono::seconds(13));
    CPPUNIT_ASSERT(s.tasks.queue_batch == 14 && s.tasks.timeout == std::chrono::minutes(15));
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{16} << 20, s.tasks.payload_memory_bytes);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{32} << 20, s.admission.body_bytes);
    CPPUNIT_ASSERT(s.http.bearer_in_any_case);
    CPPUNIT_ASSERT_EQUAL(6, s.admission.calls);
    CPPUNIT_ASSERT(s.database.url == "postgresql://db/x" && s.database.bin_dir == "/b" && s.database.migrate);
    CPPUNIT_ASSERT(s.log.level == LogLevel::error && s.log.format == "text");
    CPPUNIT_ASSERT(!s.console.enabled && s.console.authentication == "none" && s.console.listen_everywhere);
    CPPUNIT_ASSERT(s.console.token == "t" && s.console.password_hash == "p");
    CPPUNIT_ASSERT(s.console.read_only_token == "r" && s.console.read_only_password_hash == "q");
    CPPUNIT_ASSERT(s.console.assets_dir == "/w");
    CPPUNIT_ASSERT_EQUAL(host_options().size(), config.values.changed_since(OptionValues(host_options())).size());
  }

  void a_syntax_error_has_a_position() {
    const Config config = read("[http]\nlisten = oops\n");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, config.problems.size());
    CPPUNIT_ASSERT_EQUAL(2u, config.problems.front().at.line);
  }

  void a_file_that_is_not_toml_is_reported_with_advice() {
    for (const auto& [text, part] : std::vector<std::pair<std::string, std::string>>{
             {"[http]\nlisten = \"a\"\nlisten = \"b\"\n", ":3:10: Error while parsing key-value pair: cannot redefine"},
             {"[http]\n[http]\n", "remove one of the two"},
             {"a = \"caf\xe9\"\n", "this is not UTF-8 text: save the file as UTF-8"},
             {{"\xff\xfe[\0x\0]\0", 8}, "this is UTF-16 text: save the file as UTF-8"},
             {"[http]\rlisten = \"a\"\r", "save the file with Unix line ends"},
             {"[database]\nurl = \"open\n", "is a quote missing before it?"},
             {"[database]\nurl = \xe2\x80\x9cx\xe2\x80\x9d\n", "with texts in straight quotes"},
             {"http:\n  listen: x\n", "write key = value"}})
      expect(read(text), {part});
    const Config secret = read("[console]\ntoken = 99999999999999999999\n");
    expect(secret, {": a number is too large: write text in straight quotes"});
    CPPUNIT_ASSERT(texts(secret).find("9999") == std::string::npos);
  }

  void an_unset_variable_is_reported_once() {
    const Config config = read("[database]\nurl = \"${KONGFLOW_NOT_SET}\"\n");
    expect(config, {"the environment variable \"KONGFLOW_NOT_SET\" is not set"});
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, config.problems.size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, read("", {"database.url=${KONGFLOW_NOT_SET}"}).problems.size());
  }

  void a_certificate_needs_its_key() {
    for (const char* setting : {"tls_cert", "tls_key"})
      expect(read(std::string("[http]\n") + setting + " = \"/x\"\n"),
             {"\"http.tls_cert\" and \"http.tls_key\" go together: set both, or none"});
  }

  void a_missing_file_is_a_problem() {
    const Config config = read_config(folder_ / "none.toml", {});
    expect(config, {"none.toml: the config file cannot be read: there is no such file"});
    expect(read_config(folder_, {}), {"the config file cannot be read: it is a folder"});
  }

  void unknown_keys_and_tables_are_reported_once() {
    const Config config = read("[htpp]\nlisten = \"x\"\nport = 1\n[http]\nlisen = \"x\"\n");
    expect(config, {":1:2: unknown key \"htpp\"; did you mean \"http\"?",
                    ":5:1: unknown key \"http.lisen\"; did you mean \"http.listen\"?"});
  }

  void a_wrong_type_names_the_expected_type() {
    expect(read("data_dir = 1\nshutdown_grace = true\n[http]\nmax_body = \"8MB\"\nmax_in_flight = 1.5\n"
                "[console]\nenabled = \"yes\"\n[log]\nlevel = 2020-01-01\n"),
           {"\"data_dir\" must be text", "\"shutdown_grace\" must be a duration", "\"http.max_body\" must be a size",
            "\"http.max_in_flight\" must be a whole number", "\"console.enabled\" must be true or false",
            "\"log.level\" must be text"});
  }

  void values_outside_bounds_and_choices_are_rejected() {
    expect(read("[http]\nmax_in_flight = 0\nidle_timeout = \"2d\"\n[log]\nlevel = \"loud\"\n"),
           {"\"http.max_in_flight\" is 0, must be between 1 and 1000000",
            "\"http.idle_timeout\" is 2d, must be between 1ms and 1d",
            "\"log.level\" is \"loud\", must be one of \"debug\", \"info\", \"warning\", \"error\""});
  }

  void tables_and_values_are_not_interchangeable() {
    expect(read("http = 1\nplugins = 2\n[data_dir]\nx = 1\n"),
           {"\"http\" must be a table", "\"data_dir\" must be text", "\"plugins\" must be a table"});
    expect(read("plugins.one = 1\n"), {"\"plugins.one\" must be a table"});
  }

  void environment_variables_are_substituted() {
    setenv("KONGFLOW_TEST_WORD", "secret", 1);
    const Config config = read("[console]\ntoken = \"a ${KONGFLOW_TEST_WORD} b $${KONGFLOW_TEST_WORD} $ {\"\n");
    unsetenv("KONGFLOW_TEST_WORD");
    CPPUNIT_ASSERT_EQUAL(std::string(), texts(config));
    CPPUNIT_ASSERT_EQUAL(std::string("a secret b ${KONGFLOW_TEST_WORD} $ {"), config.settings.console.token);
  }

  void plugin_settings_record_environment_variables() {
    setenv("KONGFLOW_TEST_WORD", "good day", 1);
    const Config config = read("[plugins.one]\ntoken = \"${KONGFLOW_TEST_WORD}\"\nping.timeout = \"2s\"\n");
    unsetenv("KONGFLOW_TEST_WORD");
    Problems problems;
    const auto values = check_plugin_table(config.plugins.front(), plugin_options(), problems);
    CPPUNIT_ASSERT(values.origin("token") == Origin::environment);
    CPPUNIT_ASSERT(values.origin("ping.timeout") == Origin::file);
  }

  void an_unset_environment_variable_is_a_problem() {
    expect(read("\n[database]\nurl = \"${KONGFLOW_TEST_NONE}\"\n"),
           {":3:1: the environment variable \"KONGFLOW_TEST_NONE\" is not set"});
  }

  void an_empty_database_url_selects_the_embedded_database_only_in_the_file() {
    CPPUNIT_ASSERT_EQUAL(std::string(), texts(read("[database]\nurl = \"\"\n")));
    const std::string empty = "\"database.url\" is empty: give it a connection string, or remove it";
    setenv("KONGFLOW_TEST_URL", "", 1);
    expect(read("\n[database]\nurl = \"${KONGFLOW_TEST_URL}\"\n"), {":3:1: " + empty});
    setenv("KONGFLOW_TEST_URL", " \n", 1);
    expect(read("database.url = \"${KONGFLOW_TEST_URL}\"\n"), {empty});
    unsetenv("KONGFLOW_TEST_URL");
    for (const char* override : {"database.url=", "database.url=\"\""})
      expect(read("[database]\nurl = \"host=h\"\n", {override}), {empty});
    expect(read("[database]\nurl = \"  \"\n"), {empty});
  }

  void an_invalid_database_url_is_reported_without_its_secret() {
    const Config config = read("\n[database]\nurl = \"postgresql://u:hunter2@h/d?schema=public\"\n");
    expect(config, {":3:1: \"database.url\" cannot be read: it has the parameter \"schema\""});
    CPPUNIT_ASSERT(texts(config).find("hunter2") == std::string::npos);
  }

  void overrides_win_over_the_file() {
    const Config config =
        read("[http]\nlisten = \"127.0.0.1:1\"\nmax_in_flight = 5\n",
             {"http.listen=127.0.0.1:0", "http.max_in_flight=6", "shutdown_grace=1s", "log.level=\"debug\""});
    CPPUNIT_ASSERT_EQUAL(std::string(), texts(config));
    CPPUNIT_ASSERT((config.settings.http.listen == std::vector<std::string>{"127.0.0.1:0"}));
    CPPUNIT_ASSERT_EQUAL(6, config.settings.http.max_in_flight);
    CPPUNIT_ASSERT(config.settings.shutdown_grace == std::chrono::seconds(1));
    CPPUNIT_ASSERT(config.settings.log.level == LogLevel::debug);
  }

  void overrides_are_checked_like_the_file() {
    expect(read("", {"http.lisen=x", "nonsense"}),
           {"--set http.lisen: unknown key \"http.lisen\"; did you mean \"http.listen\"?",
            "--set nonsense: write it as table.key=value"});
  }

  void overrides_may_add_a_plugin() {
    const Config config = read("", {"plugins.extra.path=/x.so", "plugins.extra.names=[\"a\", \"b\"]"});
    CPPUNIT_ASSERT_EQUAL(std::string(), texts(config));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, config.plugins.size());
    CPPUNIT_ASSERT_EQUAL(std::string("/x.so"), config.plugins.front().path);
    CPPUNIT_ASSERT_EQUAL(std::string("names"), config.plugins.front().entries.front().key);
  }

  void plugin_tables_keep_the_order_of_the_file() {
    const Config config = read("[plugins.zebra]\n[plugins.ant]\nenabled = false\npath = \"a.so\"\n");
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, config.plugins.size());
    CPPUNIT_ASSERT_EQUAL(std::string("zebra"), config.plugins[0].id);
    CPPUNIT_ASSERT(config.plugins[0].path_in("/p") == "/p/kongflow-zebra.so");
    CPPUNIT_ASSERT(config.plugins[0].enabled && !config.plugins[1].enabled);
    CPPUNIT_ASSERT(config.plugins[1].path_in("/p") == "/p/a.so");
    CPPUNIT_ASSERT(config.plugins[1].entries.empty());
  }

  void plugin_options_are_checked_with_dotted_names() {
    const Config config =
        read("[plugins.one]\nping.timeout = \"2s\"\n[plugins.one.index]\nnames = [\"a\", 1]\ndepht = 1\n");
    Problems problems;
    const auto values = check_plugin_table(config.plugins.front(), plugin_options(), problems);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{2000}, std::get<std::int64_t>(*values.value("ping.timeout")));
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, problems.size());
    expect_text(problems, "\"plugins.one.index.names\" must be a list of texts");
    expect_text(problems, ":5:1: unknown key \"plugins.one.index.depht\"; did you mean \"plugins.one.index.depth\"?");
    expect_text(problems, "\"plugins.one.token\" is missing: What proves who we are.");
  }

  void a_missing_required_option_is_reported_with_its_documentation() {
    const Config config = read("\n[plugins.one]\n");
    Problems problems;
    check_plugin_table(config.plugins.front(), plugin_options(), problems);
    expect_text(problems, ":2:10: \"plugins.one.token\" is missing: What proves who we are.");
  }

  void changed_settings_are_listed() {
    const Config before = read("[http]\nmax_in_flight = 5\n"),
                 after = read("[http]\nmax_in_flight = 6\nidle_timeout = \"60s\"\n");
    CPPUNIT_ASSERT(after.values.changed_since(before.values) == std::vector<std::string>({"http.max_in_flight"}));
    CPPUNIT_ASSERT(applies_at_reload("log.level") && applies_at_reload("include") &&
                   !applies_at_reload("http.max_in_flight"));
  }

  void every_option_is_documented() {
    for (const auto& option : host_options()) {
      CPPUNIT_ASSERT_MESSAGE(option.name, option.doc.size() > 10 && option.doc.back() == '.');
      CPPUNIT_ASSERT_MESSAGE(option.name, option.default_value && check_default(option).value);
    }
  }

 private:
  Config read(const std::string& text, const std::vector<std::string>& overrides = {}) {
    const auto file = folder_ / "kongflow.toml";
    std::ofstream(file) << text;
    return read_config(file, overrides);
  }

  static std::vector<Option> plugin_options() {
    Option timeout, names, depth, token;
    timeout.name = "ping.timeout";
    timeout.type = OptionType::duration;
    names.name = "index.names";
    names.type = OptionType::list;
    depth.name = "index.depth";
    depth.type = OptionType::integer;
    depth.default_value = "3";
    token.name = "token";
    token.required = true;
    token.doc = "What proves who we are.";
    return {timeout, names, depth, token};
  }

  static std::string texts(const Config& config) {
    std::string all;
    for (const auto& problem : config.problems) all += problem.text() + "\n";
    return all;
  }

  static void expect_text(const Problems& problems, const std::string& part) {
    std::string all;
    for (const auto& problem : problems) all += problem.text() + "\n";
    CPPUNIT_ASSERT_MESSAGE("\"" + part + "\" is not in:\n" + all, all.find(part) != std::string::npos);
  }

  // Exactly these problems.
  static void expect(const Config& config, const std::vector<std::string>& parts) {
    for (const auto& part : parts) expect_text(config.problems, part);
    CPPUNIT_ASSERT_EQUAL_MESSAGE(texts(config), parts.size(), config.problems.size());
  }

  const kongflow::testing::TemporaryFolder private_;
  const std::filesystem::path folder_ = private_.path();
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConfigTest);
