#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/json.hpp>
#include <csignal>
#include <optional>
#include <sstream>
#include <string>

#include "host/base/log.h"

using namespace kongflow::host;

// The log on a descriptor whose reader is slow, stuck or gone.
class LogWriterTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LogWriterTest);
  CPPUNIT_TEST(writes_all_lines_in_order_before_it_ends);
  CPPUNIT_TEST(a_blocked_reader_delays_no_caller_and_gets_a_notice_of_dropped_lines);
  CPPUNIT_TEST(bytes_being_written_count_towards_the_limit);
  CPPUNIT_TEST(a_blocked_reader_does_not_delay_the_exit);
  CPPUNIT_TEST(a_closed_reader_only_drops_lines);
  CPPUNIT_TEST(a_non_blocking_descriptor_loses_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    std::signal(SIGPIPE, SIG_IGN);
    std::array<int, 2> ends{};
    CPPUNIT_ASSERT_EQUAL(0, ::pipe2(ends.data(), O_CLOEXEC));
    read_end_ = ends[0];
    write_end_ = ends[1];
  }
  void tearDown() override {
    close_read_end();
    ::close(write_end_);
  }

  void writes_all_lines_in_order_before_it_ends() {
    std::optional<Log> log(std::in_place, write_end_, LogLevel::info, LogFormat::json);
    for (int i = 0; i < 100; ++i) log->info("test", "a line", {{"i", std::to_string(i)}});
    log.reset();
    std::istringstream lines(read_to("\"i\":\"99\"}\n"));
    int next = 0;
    for (std::string line; std::getline(lines, line); ++next) CPPUNIT_ASSERT_EQUAL(next, number_in(line));
    CPPUNIT_ASSERT_EQUAL(100, next);
  }

  void a_blocked_reader_delays_no_caller_and_gets_a_notice_of_dropped_lines() {
    Log log(write_end_, LogLevel::info, LogFormat::json);
    const int written = log_until_it_drops(log);
    const std::uint64_t dropped = log.dropped();

    std::istringstream lines(read_to("lines are missing here"));
    int next = 0;
    std::string line;
    for (; std::getline(lines, line) && line.find("lines are missing here") == std::string::npos; ++next)
      CPPUNIT_ASSERT_EQUAL(next, number_in(line));
    CPPUNIT_ASSERT_EQUAL(static_cast<std::uint64_t>(written - next), dropped);

    log.info("test", "after");
    const std::string rest = line + read_to("\"after\"}\n");
    CPPUNIT_ASSERT_MESSAGE(rest, rest.find("\"lines\":\"" + std::to_string(dropped) + "\"") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(dropped, log.dropped());
  }

  void bytes_being_written_count_towards_the_limit() {
    Log log(write_end_, LogLevel::info, LogFormat::json);
    const std::string most_of_it(std::size_t{3} * 1024 * 1024, '.');
    log.info("test", most_of_it);
    log.info("test", most_of_it);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, log.dropped());
    close_read_end();
  }

  void a_blocked_reader_does_not_delay_the_exit() {
    const pid_t child = ::fork();
    if (child == 0) {
      {
        Log log(write_end_, LogLevel::info, LogFormat::json);
        log_until_it_drops(log);
      }
      ::_exit(7);
    }
    int status = 0;
    CPPUNIT_ASSERT_EQUAL(child, ::waitpid(child, &status, 0));
    CPPUNIT_ASSERT(WIFEXITED(status));
    CPPUNIT_ASSERT_EQUAL(7, WEXITSTATUS(status));
  }

  void a_closed_reader_only_drops_lines() {
    close_read_end();
    Log log(write_end_, LogLevel::info, LogFormat::json);
    for (int i = 0; i < 10; ++i) log.info("test", "lost");
    log.flush(std::chrono::minutes(1));
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{10}, log.dropped());
  }

  void a_non_blocking_descriptor_loses_nothing() {
    ::fcntl(write_end_, F_SETFL, O_NONBLOCK);
    Log log(write_end_, LogLevel::info, LogFormat::json);
    const std::string long_text(300'000, 'x');  // longer than a pipe takes at once
    log.info("test", long_text);
    CPPUNIT_ASSERT(read_to("\"}\n").find(long_text) != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, log.dropped());
  }

 private:
  // How many lines it took.
  static int log_until_it_drops(Log& log) {
    const std::string filler(1000, '.');
    int i = 0;
    for (; log.dropped() < 100; ++i) log.info("test", filler, {{"i", std::to_string(i)}});
    return i;
  }

  static int number_in(const std::string& line) {
    return std::stoi(std::string(boost::json::parse(line).at("i").as_string()));
  }

  // What comes up to and with `end`, and what was read along with it.
  std::string read_to(const std::string& end) const {
    std::string text;
    std::array<char, 65536> buffer{};
    while (text.find(end) == std::string::npos) {
      const ssize_t size = ::read(read_end_, buffer.data(), buffer.size());
      CPPUNIT_ASSERT(size > 0);
      text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return text;
  }

  void close_read_end() {
    if (read_end_ >= 0) ::close(read_end_);
    read_end_ = -1;
  }

  int read_end_ = -1;
  int write_end_ = -1;
};

CPPUNIT_TEST_SUITE_REGISTRATION(LogWriterTest);
