#include <cppunit/extensions/HelperMacros.h>

#include <fstream>
#include <regex>
#include <set>
#include <string>

#include "domain/error.h"

namespace kongflow::endpoints {
namespace {

// plugin/README.md's table of error codes against the code.
class ErrorReferenceTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ErrorReferenceTest);
  CPPUNIT_TEST(every_code_is_in_the_reference);
  CPPUNIT_TEST(the_reference_has_no_other_codes);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    std::ifstream file(PLUGIN_README);
    const std::regex row("^\\| `([A-Z_]+)` \\|.*");
    std::string line;
    for (std::smatch match; std::getline(file, line);)
      if (std::regex_match(line, match, row)) listed_.insert(match[1]);
  }

  void every_code_is_in_the_reference() {
    for (const std::string& code : codes_) CPPUNIT_ASSERT_MESSAGE(code, listed_.count(code) == 1);
  }

  void the_reference_has_no_other_codes() {
    for (const std::string& code : listed_) CPPUNIT_ASSERT_MESSAGE(code, codes_.count(code) == 1);
  }

 private:
  static std::set<std::string> all_codes() {
    std::set<std::string> codes;
    for (const ErrorCode code : kErrorCodes) codes.insert(std::string(to_string(code)));
    codes.insert("INTERNAL");  // of the SDK's wrapper, for exceptions
    return codes;
  }

  const std::set<std::string> codes_ = all_codes();
  std::set<std::string> listed_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(ErrorReferenceTest);

}  // namespace
}  // namespace kongflow::endpoints
