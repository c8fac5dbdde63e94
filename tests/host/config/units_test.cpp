#include "host/config/units.h"

#include <cppunit/extensions/HelperMacros.h>

#include "host/config/nearest.h"

using namespace kongflow::host;

class UnitsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(UnitsTest);
  CPPUNIT_TEST(durations_are_milliseconds);
  CPPUNIT_TEST(sizes_are_bytes);
  CPPUNIT_TEST(invalid_quantities_are_rejected);
  CPPUNIT_TEST(formatted_values_parse_to_the_same_value);
  CPPUNIT_TEST(edit_distance_counts_swaps_once);
  CPPUNIT_TEST(the_nearest_key_is_close_or_none);
  CPPUNIT_TEST_SUITE_END();

 public:
  void durations_are_milliseconds() {
    CPPUNIT_ASSERT_EQUAL(std::int64_t{250}, *parse_duration("250ms"));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{5'000}, *parse_duration("5s"));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{120'000}, *parse_duration("2m"));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{3'600'000}, *parse_duration("1h"));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{172'800'000}, *parse_duration("2d"));
  }

  void sizes_are_bytes() {
    CPPUNIT_ASSERT_EQUAL(std::int64_t{512}, *parse_size("512B"));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{65'536}, *parse_size("64KiB"));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{8'388'608}, *parse_size("8MiB"));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1} << 30, *parse_size("1GiB"));
  }

  void invalid_quantities_are_rejected() {
    for (const char* text :
         {"", "s", "5", "-5s", "5 s", "5S", "1.5s", "5sec", "99999999999999999999s", "9223372036854775807h"})
      CPPUNIT_ASSERT_MESSAGE(text, !parse_duration(text));
    for (const char* text : {"", "MiB", "8", "8MB", "8 MiB", "-1KiB", "9223372036854775807GiB"})
      CPPUNIT_ASSERT_MESSAGE(text, !parse_size(text));
  }

  void formatted_values_parse_to_the_same_value() {
    for (const std::int64_t number :
         {std::int64_t{0}, std::int64_t{1}, std::int64_t{1'500}, std::int64_t{90'000}, std::int64_t{86'400'000}})
      CPPUNIT_ASSERT_EQUAL(number, *parse_duration(format_duration(number)));
    for (const std::int64_t number : {std::int64_t{0}, std::int64_t{1'000}, std::int64_t{1'536}, std::int64_t{8} << 20})
      CPPUNIT_ASSERT_EQUAL(number, *parse_size(format_size(number)));
    CPPUNIT_ASSERT_EQUAL(std::string("90s"), format_duration(90'000));
    CPPUNIT_ASSERT_EQUAL(std::string("8MiB"), format_size(8 << 20));
  }

  void edit_distance_counts_swaps_once() {
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, edit_distance("listen", "listen"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, edit_distance("lisetn", "listen"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, edit_distance("lisen", "listen"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{6}, edit_distance("", "listen"));
  }

  void the_nearest_key_is_close_or_none() {
    const std::vector<std::string> keys{"http", "http.listen", "http.idle_timeout", "tasks.timeout"};
    CPPUNIT_ASSERT_EQUAL(std::string("http.listen"), *nearest("http.lisen", keys));
    CPPUNIT_ASSERT_EQUAL(std::string("http"), *nearest("htpp", keys));
    CPPUNIT_ASSERT_EQUAL(std::string("http.listen"), *nearest("listen", keys));
    CPPUNIT_ASSERT(!nearest("something.else", keys));
    CPPUNIT_ASSERT(!nearest("foo", {"log"}));
    CPPUNIT_ASSERT_EQUAL(std::string(), suggestion("something.else", keys));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(UnitsTest);
