#include <cppunit/extensions/HelperMacros.h>

#include <boost/json.hpp>
#include <sstream>
#include <thread>
#include <vector>

#include "host/base/log.h"

using namespace kongflow::host;

class LogTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LogTest);
  CPPUNIT_TEST(a_json_line_is_one_object);
  CPPUNIT_TEST(invalid_utf8_is_replaced);
  CPPUNIT_TEST(text_format_writes_one_readable_line);
  CPPUNIT_TEST(lines_below_the_level_are_not_written);
  CPPUNIT_TEST(the_level_can_change_at_run_time);
  CPPUNIT_TEST(lines_of_concurrent_threads_do_not_mix);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_json_line_is_one_object() {
    std::ostringstream out;
    Log(out, LogLevel::info, LogFormat::json).warning("http", "a \"quoted\"\nmessage", {{"path", "/a\tb"}, {"n", "1"}});
    CPPUNIT_ASSERT_EQUAL('\n', out.str().back());
    CPPUNIT_ASSERT_EQUAL(out.str().size() - 1, out.str().find('\n'));
    const auto line = boost::json::parse(out.str()).as_object();
    CPPUNIT_ASSERT(line.at("level").as_string() == "warning");
    CPPUNIT_ASSERT(line.at("component").as_string() == "http");
    CPPUNIT_ASSERT(line.at("message").as_string() == "a \"quoted\"\nmessage");
    CPPUNIT_ASSERT(line.at("path").as_string() == "/a\tb");
    const std::string time(line.at("time").as_string());
    CPPUNIT_ASSERT_EQUAL(std::size_t{24}, time.size());
    CPPUNIT_ASSERT_EQUAL('Z', time.back());
  }

  void invalid_utf8_is_replaced() {
    std::ostringstream out;
    Log(out, LogLevel::info, LogFormat::json).info("http", "gr\xC3\xBC\xC3\x9F", {{"path", "/\xFF\xC3"}});
    const auto line = boost::json::parse(out.str()).as_object();
    CPPUNIT_ASSERT(line.at("message").as_string() == "gr\xC3\xBC\xC3\x9F");
    CPPUNIT_ASSERT(line.at("path").as_string().starts_with("/\xEF\xBF\xBD"));
  }

  void text_format_writes_one_readable_line() {
    std::ostringstream out;
    Log(out, LogLevel::info, LogFormat::text).info("tasks", "two\nlines", {{"id", "42"}, {"why", "of course"}});
    CPPUNIT_ASSERT(out.str().find(" info    tasks: two lines id=42 why=\"of course\"\n") != std::string::npos);
  }

  void lines_below_the_level_are_not_written() {
    std::ostringstream out;
    Log log(out, LogLevel::warning, LogFormat::json);
    log.debug("x", "no");
    log.info("x", "no");
    log.write(LogLevel::info, "x", "no");
    CPPUNIT_ASSERT_EQUAL(std::string(), out.str());
    log.error("x", "yes");
    CPPUNIT_ASSERT(!out.str().empty());
  }

  void the_level_can_change_at_run_time() {
    std::ostringstream out;
    Log log(out, LogLevel::error, LogFormat::json);
    CPPUNIT_ASSERT(!log.enabled(LogLevel::debug));
    log.set_level(LogLevel::debug);
    log.debug("x", "yes");
    CPPUNIT_ASSERT(!out.str().empty());
  }

  void lines_of_concurrent_threads_do_not_mix() {
    std::ostringstream out;
    Log log(out, LogLevel::info, LogFormat::json);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
      threads.emplace_back([&log] {
        for (int i = 0; i < 200; ++i) log.info("x", "a line", {{"i", std::to_string(i)}});
      });
    for (auto& thread : threads) thread.join();
    std::istringstream lines(out.str());
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) boost::json::parse(line);
    CPPUNIT_ASSERT_EQUAL(800, count);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LogTest);
