#include "domain/hook_identifier.h"

#include <cppunit/extensions/HelperMacros.h>

#include <map>
#include <set>

namespace kongflow::endpoints {
namespace {

class HookIdentifierTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HookIdentifierTest);
  CPPUNIT_TEST(ten_letters_of_the_alphabet_without_w);
  CPPUNIT_TEST(every_letter_is_equally_likely);
  CPPUNIT_TEST(identifiers_do_not_repeat);
  CPPUNIT_TEST(comparison_finds_every_difference);
  CPPUNIT_TEST_SUITE_END();

 public:
  void ten_letters_of_the_alphabet_without_w() {
    for (int i = 0; i < 100; ++i) {
      const std::string identifier = identifiers_.next();
      CPPUNIT_ASSERT_EQUAL(std::size_t{10}, identifier.size());
      CPPUNIT_ASSERT(identifier.find_first_not_of("0123456789abcdefghijklmnopqrstuvxyz") == std::string::npos);
    }
  }

  // Each of 35 letters is expected 10,000 times, with a standard deviation of 99.
  void every_letter_is_equally_likely() {
    std::map<char, int> counts;
    for (int i = 0; i < 35'000; ++i)
      for (const char letter : identifiers_.next()) ++counts[letter];
    CPPUNIT_ASSERT_EQUAL(std::size_t{35}, counts.size());
    for (const auto& [letter, count] : counts)
      CPPUNIT_ASSERT_MESSAGE(std::string(1, letter) + ": " + std::to_string(count), count > 9300 && count < 10700);
  }

  void identifiers_do_not_repeat() {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) seen.insert(identifiers_.next());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1000}, seen.size());
  }

  void comparison_finds_every_difference() {
    CPPUNIT_ASSERT(equal_in_constant_time("0123456789", "0123456789"));
    CPPUNIT_ASSERT(equal_in_constant_time("", ""));
    for (const char* other : {"x123456789", "012345678x", "012345678", "01234567890", "", "01234567890123456789"}) {
      CPPUNIT_ASSERT(!equal_in_constant_time("0123456789", other));
      CPPUNIT_ASSERT(!equal_in_constant_time(other, "0123456789"));
    }
  }

 private:
  RandomHookIdentifiers identifiers_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(HookIdentifierTest);

}  // namespace
}  // namespace kongflow::endpoints
