#include "domain/hook_identifier.h"

#include <cppunit/extensions/HelperMacros.h>

#include <array>
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

  // Pearson's test with 34 degrees of freedom: a fair generator exceeds the bound once in a million runs.
  void every_letter_is_equally_likely() {
    constexpr int kIdentifiers = 1'000'000, kLetters = 35;
    constexpr double kExpected = 10.0 * kIdentifiers / kLetters, kBound = 89;
    std::array<int, 128> counts{};
    for (int i = 0; i < kIdentifiers; ++i)
      for (const char letter : identifiers_.next()) ++counts.at(static_cast<unsigned char>(letter));
    double statistic = 0;
    int letters = 0;
    for (const int count : counts) {
      if (count == 0) continue;
      ++letters;
      statistic += (count - kExpected) * (count - kExpected) / kExpected;
    }
    CPPUNIT_ASSERT_EQUAL(kLetters, letters);
    CPPUNIT_ASSERT_MESSAGE(std::to_string(statistic), statistic < kBound);
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
