#include "domain/repository_error.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <utility>

namespace kongflow::endpoints {
namespace {

class RepositoryErrorTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RepositoryErrorTest);
  CPPUNIT_TEST(sqlstate_decides_the_cause);
  CPPUNIT_TEST(everything_but_refused_values_is_a_fault_of_the_platform);
  CPPUNIT_TEST_SUITE_END();

  static std::string cause_of(const char* sqlstate) {
    return std::string(to_string(RepositoryError("it failed", sqlstate).cause()));
  }

 public:
  void sqlstate_decides_the_cause() {
    constexpr std::pair<const char*, const char*> kCauses[] = {
        {"", "connection"},       {"08006", "connection"}, {"57P01", "connection"}, {"57P03", "connection"},
        {"53100", "resources"},   {"53200", "resources"},  {"53300", "resources"},  {"58030", "resources"},
        {"57014", "timeout"},     {"55P03", "timeout"},    {"25P03", "timeout"},    {"40001", "conflict"},
        {"40P01", "conflict"},    {"55006", "conflict"},   {"25006", "read_only"},  {"42501", "permissions"},
        {"28P01", "permissions"}, {"42P01", "schema"},     {"42703", "schema"},     {"42883", "schema"},
        {"3F000", "schema"},      {"0A000", "schema"},     {"XX001", "corruption"}, {"22003", "statement"},
        {"22P05", "statement"},   {"23514", "statement"},  {"54000", "statement"},  {"P0001", "statement"}};
    for (const auto& [sqlstate, cause] : kCauses)
      CPPUNIT_ASSERT_EQUAL_MESSAGE(sqlstate, std::string(cause), cause_of(sqlstate));
  }

  void everything_but_refused_values_is_a_fault_of_the_platform() {
    CPPUNIT_ASSERT(RepositoryError("it failed", "42501").platform_fault());
    CPPUNIT_ASSERT(!RepositoryError("it failed", "22003").platform_fault());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RepositoryErrorTest);

}  // namespace
}  // namespace kongflow::endpoints
