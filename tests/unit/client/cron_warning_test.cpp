#include "client/cron_warning.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace kongflow::endpoints {
namespace {

class CronWarningTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CronWarningTest);
  CPPUNIT_TEST(good_expressions_have_none);
  CPPUNIT_TEST(expressions_that_never_fire_are_found);
  CPPUNIT_TEST(texts_that_are_no_expression_are_found);
  CPPUNIT_TEST(steps_that_cannot_be_kept_are_found);
  CPPUNIT_TEST(any_text_gets_a_bounded_sentence);
  CPPUNIT_TEST_SUITE_END();

 public:
  void good_expressions_have_none() {
    for (const char* good : {"* * * * *",          "*/5 9-17 * * 1-5", "0 0 * * *",    "  0\t0  1 1 * ",
                             "0 0 29 2 *",         "0 0 31 1,2 *",     "0 0 31 2 1",   "0 0 30 2 MON",
                             "0 0 L * *",          "0 0 L 2 ?",        "0 0 * * 5L",   "0 0 * * 1#2",
                             "0 0 ? * sun",        "0 0 * JAN-MAR 0",  "0 0 * * 7",    "0 0 * * 6-7",
                             "0,15,30,45 * * * *", "10-40/10 * * * *", "5/10 * * * *", "30 0 0 * * *",
                             "*/10 * * * * *",     "@daily",           "@HOURLY",      "0 */6 * * *",
                             "0 0 */2 * *",        "0 0 1-31/7 * *"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(good, std::string(), cron_warning(good).value_or(""));
  }

  void expressions_that_never_fire_are_found() {
    for (const char* never :
         {"0 0 31 2 *", "0 0 30 2 *", "0 0 30,31 feb *", "0 0 31 4,6,9,11 *", "0 0 31 4-4 ?", "0 0 0 31 11 *"})
      CPPUNIT_ASSERT_MESSAGE(never, cron_warning(never).value_or("").find("never fires") != std::string::npos);
    CPPUNIT_ASSERT(!cron_warning("0 0 31 2/2 *"));  // in August
  }

  void texts_that_are_no_expression_are_found() {
    for (const char* bad : {"", " ", "*", "* * * *", "* * * * * * *", "@reboot", "every day"})
      CPPUNIT_ASSERT_MESSAGE(bad, cron_warning(bad).value_or("").find("fields, not 5") != std::string::npos);
    for (const char* bad :
         {"60 * * * *",          "* 24 * * *",   "* * 0 * *",    "* * 32 * *",      "* * * 13 *",  "* * * 0 *",
          "* * * * 8",           "a * * * *",    "-1 * * * *",   "1- * * * *",      "-5 * * * *",  "5-1 * * * *",
          "*/0 * * * *",         "*/ * * * *",   "*/x * * * *",  "1,,2 * * * *",    ", * * * *",   "* * 15W * *",
          "* * * * 1#6",         "* * * foo *",  "1.5 * * * *",  "** * * * *",      "* * L-3 * *", "* L * * *",
          "99999999999 * * * *", "60 * * * * *", "* 22-2 * * *", "\xd9\xa1 * * * *"})
      CPPUNIT_ASSERT_MESSAGE(bad, cron_warning(bad).value_or("").find("cannot be kept: \"") != std::string::npos);
  }

  void steps_that_cannot_be_kept_are_found() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("The cron expression \"*/7 * * * *\" cannot be kept: \"*/7\" is no steady interval: it "
                    "starts anew with each hour"),
        cron_warning("*/7 * * * *").value());
    for (const char* uneven :
         {"*/90 * * * *", "*/45 * * * *", "0 */5 * * *", "0 */48 * * *", "*/25 * * * * *", "0 ?/7 * * *"})
      CPPUNIT_ASSERT_MESSAGE(uneven, cron_warning(uneven).value_or("").find("no steady interval") != std::string::npos);
  }

  void any_text_gets_a_bounded_sentence() {
    for (const std::string& text : {std::string(1'000'000, 'x'), std::string(1'000'000, ' '),
                                    std::string(1'000'000, ','), std::string(100'000, '*') + " * * * *",
                                    std::string("\"\n\\ * * * *"), std::string(500'000, '1') + "/1 * * * *"})
      CPPUNIT_ASSERT(cron_warning(text).value().size() < 600);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CronWarningTest);

}  // namespace
}  // namespace kongflow::endpoints
