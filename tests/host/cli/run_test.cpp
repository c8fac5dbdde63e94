#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>

#include <boost/json.hpp>
#include <csignal>
#include <iterator>
#include <sstream>
#include <thread>

#include "../http/raw_client.h"
#include "expect.h"
#include "postgres/connection.h"
#include "running_host.h"
#include "support/temporary_folder.h"

using namespace kongflow::host::test;
using kongflow::testing::TemporaryFolder;

class RunTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RunTest);
  CPPUNIT_TEST(serves_until_sigterm);
  CPPUNIT_TEST(a_second_host_on_the_folder_is_rejected);
  CPPUNIT_TEST(a_port_in_use_is_reported_with_advice);
  CPPUNIT_TEST(problems_of_plugins_are_log_lines);
  CPPUNIT_TEST(commands_work_next_to_a_running_host);
  CPPUNIT_TEST(commands_work_without_a_host);
  CPPUNIT_TEST(sighup_applies_changes);
  CPPUNIT_TEST(sighup_with_a_problem_changes_nothing);
  CPPUNIT_TEST(sighup_after_the_config_file_was_removed_changes_nothing);
  CPPUNIT_TEST(an_external_database_is_migrated_only_on_request);
  CPPUNIT_TEST(a_role_without_rights_is_explained);
  CPPUNIT_TEST(drain_waits_then_cancels);
  CPPUNIT_TEST(a_second_signal_skips_the_grace_time);
  CPPUNIT_TEST(a_call_that_never_returns_does_not_block_the_exit);
  CPPUNIT_TEST_SUITE_END();

 public:
  void serves_until_sigterm() {
    RunningHost host(hello());
    CPPUNIT_ASSERT_EQUAL(200, request(host.port(), "GET", "/healthz").status);
    CPPUNIT_ASSERT_EQUAL(200, request(host.port(), "GET", "/readyz").status);
    CPPUNIT_ASSERT_EQUAL(std::string("Hello, world"), request(host.port(), "GET", "/hello/world").body);
    const auto token = RunningHost::data_dir() / "console-token";
    struct stat status {};
    CPPUNIT_ASSERT_EQUAL(0, stat(token.c_str(), &status));
    CPPUNIT_ASSERT_EQUAL(0600u, status.st_mode & 0777u);
    std::string secret;
    std::ifstream(token) >> secret;
    CPPUNIT_ASSERT_EQUAL(
        200, request(host.port(), "GET", "/console/api/panels", "Authorization: Bearer " + secret + "\r\n").status);
    CPPUNIT_ASSERT_EQUAL(401, request(host.port(), "GET", "/console/api/panels").status);

    host.process().send(SIGTERM);
    CPPUNIT_ASSERT_EQUAL(0, host.process().wait());
    const std::string log = host.process().err();
    for (const char* message : {"\"draining\"", "\"stopped\""}) expect_contains(log, message);
    expect_lacks(log, secret);
    CPPUNIT_ASSERT(!std::filesystem::exists(RunningHost::data_dir() / "host.json"));
  }

  void a_second_host_on_the_folder_is_rejected() {
    RunningHost host("");
    const auto second = host.run({"run"});
    CPPUNIT_ASSERT_EQUAL(1, second.status);
    expect_contains(second.err,
                    "another kongflow-host (pid " + std::to_string(host.process().pid()) + ") uses data_dir");
    CPPUNIT_ASSERT_EQUAL(200, request(host.port(), "GET", "/readyz").status);
  }

  void a_port_in_use_is_reported_with_advice() {
    RunningHost host("");
    TemporaryFolder other;
    const auto file = write_file(other.path() / "kongflow.toml",
                                 RunningHost::config_text(database_line(host.database()), other.path() / "data"));
    const auto second =
        run_program({"run", "--config", file.string(), "--set", "http.listen=127.0.0.1:" + std::to_string(host.port())},
                    other.path());
    CPPUNIT_ASSERT_EQUAL(1, second.status);
    expect_contains(second.err, "the host cannot start: ");
    expect_contains(second.err, std::to_string(host.port()));
  }

  void problems_of_plugins_are_log_lines() {
    TemporaryFolder folder;
    const std::string plugin = "[plugins.hello]\npath = \"hello.so\"\ngreetin = \"Hi\"\n";
    const auto file =
        write_file(folder.path() / "kongflow.toml", RunningHost::config_text(plugin, folder.path() / "data"));
    const auto host = run_program({"run", "--config", file.string()}, folder.path());
    CPPUNIT_ASSERT_EQUAL(1, host.status);
    expect_contains(host.err, "plugins.hello.greetin");
    expect_contains(host.err, "the host cannot start: the plugins have problems");
    std::istringstream lines(host.err);
    for (std::string line; std::getline(lines, line);)
      CPPUNIT_ASSERT_MESSAGE(line, boost::json::parse(line).as_object().contains("level"));
  }

  void commands_work_next_to_a_running_host() {
    RunningHost host("");
    const auto created = host.run({"env", "create", "--organization", "acme", "--project", "web", "--json"});
    CPPUNIT_ASSERT_EQUAL_MESSAGE(created.err, 0, created.status);
    const std::string key(boost::json::parse(created.out).at("apiKey").as_string());
    expect_contains(key, "tr_dev_");
    CPPUNIT_ASSERT_EQUAL(200,
                         request(host.port(), "GET", "/api/v1/whoami", "Authorization: Bearer " + key + "\r\n").status);
    const auto listed = host.run({"env", "list"});
    expect_contains(listed.out, "tr_dev_***");
    expect_lacks(listed.out, key);
    CPPUNIT_ASSERT_EQUAL(0, host.run({"migrate", "status"}).status);
    CPPUNIT_ASSERT_EQUAL(0, host.run({"migrate", "up"}).status);
    expect_lacks(host.process().err(), key);
  }

  void commands_work_without_a_host() {
    std::filesystem::path config;
    std::vector<std::string> list, refused;
    {
      RunningHost host("");
      list = host.command({"env", "list", "--json"});
      refused = host.command({"env", "create", "--organization", "acme", "--project", "web", "--type", "PLAYGROUND"});
      host.process().send(SIGTERM);
      CPPUNIT_ASSERT_EQUAL(0, host.process().wait());
    }
    const auto listed = run_program(list, RunningHost::folder());
    CPPUNIT_ASSERT_EQUAL_MESSAGE(listed.err, 0, listed.status);
    CPPUNIT_ASSERT(boost::json::parse(listed.out).is_array());
    const auto wrong_type = run_program(refused, RunningHost::folder());
    CPPUNIT_ASSERT_EQUAL(1, wrong_type.status);
    expect_contains(wrong_type.err, "PLAYGROUND");
  }

  void sighup_applies_changes() {
    RunningHost host(hello());
    host.rewrite_config("log.level = \"debug\"\ntasks.concurrency = 5\n" + hello("greeting = \"Good evening\"\n"));
    host.process().send(SIGHUP);
    host.process().wait_for("the config file was reloaded");
    CPPUNIT_ASSERT_EQUAL(std::string("Good evening, world"), request(host.port(), "GET", "/hello/world").body);
    expect_contains(host.process().err(), "takes effect at the next start\",\"setting\":\"tasks.concurrency\"");
  }

  void sighup_with_a_problem_changes_nothing() {
    RunningHost host(hello());
    host.rewrite_config(hello("greetin = \"Good evening\"\n"));
    host.process().send(SIGHUP);
    host.process().wait_for("the host keeps its settings");
    host.rewrite_config(hello("greeting = \"\"\n"));
    host.process().send(SIGHUP);
    host.process().wait_for("the host keeps its settings", 2);
    expect_contains(host.process().err(), "greeting must not be empty");
    CPPUNIT_ASSERT_EQUAL(std::string("Hello, world"), request(host.port(), "GET", "/hello/world").body);
  }

  void sighup_after_the_config_file_was_removed_changes_nothing() {
    RunningHost host("");
    TemporaryFolder other;
    const auto data_dir = other.path() / "data";
    const auto file =
        write_file(other.path() / "kongflow.toml", RunningHost::config_text(database_line(host.database()), data_dir));
    Process found_by_itself({"run"}, other.path());
    found_by_itself.wait_for("listening on http://127.0.0.1:");
    std::filesystem::remove(file);
    found_by_itself.send(SIGHUP);
    found_by_itself.wait_for("the host keeps its settings");
    expect_contains(found_by_itself.err(), "the config file cannot be read");
    CPPUNIT_ASSERT_EQUAL(200, request(port_of_host_in(data_dir), "GET", "/readyz").status);
  }

  void an_external_database_is_migrated_only_on_request() {
    RunningHost host("");
    const std::string cluster = host.database();
    auto admin = kongflow::postgres::Connection::open(cluster);
    admin.execute("drop database if exists foreign_one");
    admin.execute("create database foreign_one");
    const std::string url = with_database(cluster, "foreign_one");

    TemporaryFolder other;
    const auto file =
        write_file(other.path() / "kongflow.toml", RunningHost::config_text(database_line(url), other.path() / "data"));
    const auto refused = run_program({"run", "--config", file.string()}, other.path());
    CPPUNIT_ASSERT_EQUAL(1, refused.status);
    expect_contains(refused.err, "kongflow-host migrate up");

    Process asked({"run", "--config", file.string(), "--set", "database.migrate=true"}, other.path());
    asked.wait_for("listening on");
    asked.send(SIGTERM);
    CPPUNIT_ASSERT_EQUAL(0, asked.wait());
  }

  void a_role_without_rights_is_explained() {
    RunningHost host("");
    auto admin = kongflow::postgres::Connection::open(host.database());
    admin.execute_script("drop role if exists stranger; create role stranger login");
    std::string url = host.database();
    url.replace(url.find("kongflow@"), 9, "stranger@");
    TemporaryFolder other;
    const auto file =
        write_file(other.path() / "kongflow.toml", RunningHost::config_text(database_line(url), other.path() / "data"));
    for (const char* command : {"run", "tasks", "env list"}) {
      std::istringstream words(command);
      std::vector<std::string> arguments{std::istream_iterator<std::string>(words), {}};
      arguments.insert(arguments.end(), {"--config", file.string()});
      const auto refused = run_program(arguments, other.path());
      CPPUNIT_ASSERT_EQUAL(1, refused.status);
      expect_contains(refused.err, "permission denied for table kongflow_migrations. Name the role that owns");
    }
  }

  void drain_waits_then_cancels() {
    RunningHost host("shutdown_grace = \"200ms\"\n" + slow());
    int status = 0;
    std::thread client([&] { status = request(host.port(), "GET", "/slow").status; });
    wait_for_in_flight(host);
    host.process().send(SIGTERM);
    host.process().wait_for("\"draining\"");
    CPPUNIT_ASSERT_EQUAL(0, host.process().wait());
    client.join();
    CPPUNIT_ASSERT_EQUAL(503, status);
    expect_contains(host.process().err(), "cancelling running requests and tasks");
  }

  void a_second_signal_skips_the_grace_time() {
    RunningHost host("shutdown_grace = \"1h\"\n" + slow());
    std::thread client([&] { request(host.port(), "GET", "/slow"); });
    wait_for_in_flight(host);
    host.process().send(SIGTERM);
    host.process().wait_for("\"draining\"");
    CPPUNIT_ASSERT_EQUAL(503, request(host.port(), "GET", "/readyz").status);
    host.process().send(SIGINT);
    CPPUNIT_ASSERT_EQUAL(0, host.process().wait());
    client.join();
  }

  void a_call_that_never_returns_does_not_block_the_exit() {
    RunningHost host("shutdown_grace = \"0ms\"\n" + slow());
    RawClient client(host.port());
    client.send("GET /stubborn HTTP/1.1\r\nHost: x\r\n\r\n");
    wait_for_in_flight(host);
    host.process().send(SIGTERM);
    CPPUNIT_ASSERT_EQUAL(1, host.process().wait());
    expect_contains(host.process().err(), "did not return; the host exits without waiting for them");
  }

 private:
  static std::string hello(const std::string& settings = "") {
    return "[plugins.hello]\npath = \"hello.so\"\n" + settings;
  }
  static std::string slow() { return "[plugins.slow]\npath = \"" TEST_PLUGINS "/slow.so\"\n"; }

  static std::string database_line(const std::string& url) { return "[database]\nurl = \"" + url + "\"\n"; }

  static void wait_for_in_flight(RunningHost& host) {
    for (;;) {
      const std::string page = request(host.port(), "GET", "/metrics").body;
      const auto at = page.find("\nkongflow_http_requests_in_flight");
      CPPUNIT_ASSERT_MESSAGE(page, at != std::string::npos);
      if (page.compare(page.find(' ', at + 1), 3, " 1\n") == 0) return;
    }
  }

  // `uri` with another database as its path.
  static std::string with_database(const std::string& uri, const std::string& name);
};

std::string RunTest::with_database(const std::string& uri, const std::string& name) {
  const auto path = uri.find('/', uri.find("//") + 2);
  const auto query = uri.find('?');
  return uri.substr(0, path) + "/" + name + (query == std::string::npos ? "" : uri.substr(query));
}

CPPUNIT_TEST_SUITE_REGISTRATION(RunTest);
