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
        {"", "connection"},      {"08006", "connection"},  {"57P01", "connection"},  {"57P03", "connection"},
        {"24000", "connection"}, {"25P01", "connection"},  {"25P02", "connection"},  {"26000", "connection"},
        {"34000", "connection"}, {"3B001", "connection"},  {"53100", "resources"},   {"53200", "resources"},
        {"53300", "resources"},  {"54000", "resources"},   {"54001", "resources"},   {"58030", "resources"},
        {"57014", "timeout"},    {"55P03", "timeout"},     {"25P03", "timeout"},     {"25P04", "timeout"},
        {"40001", "conflict"},   {"40P01", "conflict"},    {"55006", "conflict"},    {"72000", "conflict"},
        {"25006", "read_only"},  {"42501", "permissions"}, {"28P01", "permissions"}, {"28000", "permissions"},
        {"42P01", "schema"},     {"42703", "schema"},      {"42883", "schema"},      {"42601", "schema"},
        {"42P10", "schema"},     {"42702", "schema"},      {"42P17", "schema"},      {"428C9", "schema"},
        {"3D000", "schema"},     {"3F000", "schema"},      {"0A000", "schema"},      {"55000", "schema"},
        {"P0001", "schema"},     {"P0004", "schema"},      {"21000", "schema"},      {"27000", "schema"},
        {"38000", "schema"},     {"44000", "schema"},      {"GWBKM", "schema"},      {"HV000", "schema"},
        {"XX000", "corruption"}, {"XX001", "corruption"},  {"F0000", "corruption"},  {"22003", "statement"},
        {"22021", "statement"},  {"22P05", "statement"},   {"23503", "statement"},   {"23514", "statement"}};
    for (const auto& [sqlstate, cause] : kCauses)
      CPPUNIT_ASSERT_EQUAL_MESSAGE(sqlstate, std::string(cause), cause_of(sqlstate));
  }

  void everything_but_refused_values_is_a_fault_of_the_platform() {
    for (const char* sqlstate : {"", "42501", "42601", "54000", "P0001", "26000", "34000", "GWBKM"})
      CPPUNIT_ASSERT_MESSAGE(sqlstate, RepositoryError("it failed", sqlstate).platform_fault());
    for (const char* sqlstate : {"22003", "23514"})
      CPPUNIT_ASSERT_MESSAGE(sqlstate, !RepositoryError("it failed", sqlstate).platform_fault());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RepositoryErrorTest);

}  // namespace
}  // namespace kongflow::endpoints
