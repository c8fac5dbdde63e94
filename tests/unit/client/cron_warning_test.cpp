#include "client/cron_warning.h"

#include <cppunit/extensions/HelperMacros.h>

#include <map>
#include <string>

namespace kongflow::endpoints {
namespace {

class CronWarningTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CronWarningTest);
  CPPUNIT_TEST(good_expressions_have_none);
  CPPUNIT_TEST(expressions_that_never_fire_are_found);
  CPPUNIT_TEST(texts_that_are_no_expression_are_found);
  CPPUNIT_TEST(shorthands_that_the_scheduler_does_not_know_are_found);
  CPPUNIT_TEST(steps_that_are_no_steady_interval_are_found);
  CPPUNIT_TEST(steps_that_are_larger_than_their_field_are_found);
  CPPUNIT_TEST(any_text_gets_a_bounded_sentence);
  CPPUNIT_TEST_SUITE_END();

 public:
  void good_expressions_have_none() {
    for (const char* good : {"* * * * *",
                             "*/5 9-17 * * 1-5",
                             "0 0 * * *",
                             "  0\t0  1 1 * ",
                             "0 0 29 2 *",
                             "0 0 31 1,2 *",
                             "0 0 31 2 1",
                             "0 0 30 2 MON",
                             "0 0 L * *",
                             "0 0 L 2 ?",
                             "0 0 * * 5L",
                             "0 0 * * 1#2",
                             "0 0 ? * sun",
                             "0 0 * JAN-MAR 0",
                             "0 0 * * 7",
                             "0 0 * * 6-7",
                             "0,15,30,45 * * * *",
                             "10-40/10 * * * *",
                             "5/10 * * * *",
                             "30 0 0 * * *",
                             "*/10 * * * * *",
                             "@daily",
                             "@hourly",
                             "0 */6 * * *",
                             "@yearly",
                             "@monthly",
                             "@weekly",
                             "*/60 * * * *",
                             "0-59/5 * * * *",
                             "0/15 * * * *",
                             "3/20 * * * *",
                             "0-29/7 * * * *",
                             "0 0 */31 * *",
                             "0 0 */2 * *",
                             "0 0 1 */3 *",
                             "0 0 1 2/4 *",
                             "0 0 * * */7",
                             "0 0 * * 1-5/2",
                             "0 0 1-31/7 * *"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(good, std::string(), cron_warning(good).value_or(""));
  }

  void expressions_that_never_fire_are_found() {
    for (const char* never :
         {"0 0 31 2 *", "0 0 30 2 *", "0 0 30,31 feb *", "0 0 31 4,6,9,11 *", "0 0 31 4-4 ?", "0 0 0 31 11 *"})
      CPPUNIT_ASSERT_MESSAGE(never, cron_warning(never).value_or("").find("never fires") != std::string::npos);
    CPPUNIT_ASSERT(!cron_warning("0 0 31 2/2 *"));  // in August
  }

  void texts_that_are_no_expression_are_found() {
    for (const char* bad : {"", " ", "*", "* * * *", "* * * * * * *", "every day"})
      CPPUNIT_ASSERT_MESSAGE(bad, cron_warning(bad).value_or("").find("fields, not 5") != std::string::npos);
    for (const char* bad :
         {"60 * * * *",          "* 24 * * *",   "* * 0 * *",    "* * 32 * *",      "* * * 13 *",  "* * * 0 *",
          "* * * * 8",           "a * * * *",    "-1 * * * *",   "1- * * * *",      "-5 * * * *",  "5-1 * * * *",
          "*/0 * * * *",         "*/ * * * *",   "*/x * * * *",  "1,,2 * * * *",    ", * * * *",   "* * 15W * *",
          "* * * * 1#6",         "* * * foo *",  "1.5 * * * *",  "** * * * *",      "* * L-3 * *", "* L * * *",
          "99999999999 * * * *", "60 * * * * *", "* 22-2 * * *", "\xd9\xa1 * * * *"})
      CPPUNIT_ASSERT_MESSAGE(bad, cron_warning(bad).value_or("").find(" is invalid: \"") != std::string::npos);
    for (const auto& [bad, reason] :
         std::map<std::string, std::string>{{"* 24 * * *", "\"24\" is not an hour (0 to 23)"},
                                            {"* * * 13 *", "\"13\" is not a month (1 to 12)"},
                                            {"5-1 * * * *", "\"5-1\" ends before it begins"},
                                            {"* * * * sat-mon", "\"sat-mon\" ends before it begins"},
                                            {"*/0 * * * *", "\"*/0\" has a step that is not a number above 0"},
                                            {"1/x * * * *", "\"1/x\" has a step that is not a number above 0"}})
      CPPUNIT_ASSERT_EQUAL("The cron expression \"" + bad + "\" is invalid: " + reason, cron_warning(bad).value());
  }

  void shorthands_that_the_scheduler_does_not_know_are_found() {
    CPPUNIT_ASSERT_EQUAL(std::string("The cron expression \"@annually\" is unknown: use @yearly, @monthly, @weekly, "
                                     "@daily or @hourly, or five fields"),
                         cron_warning("@annually").value());
    for (const char* unknown : {"@midnight", "@reboot", "@", "@DAILY", " @daily", "@daily ", "@every_minute"})
      CPPUNIT_ASSERT_MESSAGE(unknown, cron_warning(unknown).value_or("").find("is unknown") != std::string::npos);
  }

  void steps_that_are_no_steady_interval_are_found() {
    CPPUNIT_ASSERT_EQUAL(std::string("The cron expression \"*/7 * * * *\" does not run at a steady interval: \"*/7\" "
                                     "starts again every hour"),
                         cron_warning("*/7 * * * *").value());
    for (const char* uneven : {"0-59/7 * * * *", "0/7 * * * *", "3/7 * * * *", "45/15 * * * *", "1,0/7 * * * *",
                               "*/45 * * * *", "0 */5 * * *", "0 0-23/5 * * *", "0 0/5 * * *", "*/25 * * * * *",
                               "0 ?/7 * * *", "0 0 1 */5 *", "0 0 1 1-12/7 *", "0 0 * * */2", "0 0 * * 1/3"})
      CPPUNIT_ASSERT_MESSAGE(uneven, cron_warning(uneven).value_or("").find("steady interval") != std::string::npos);
  }

  void steps_that_are_larger_than_their_field_are_found() {
    CPPUNIT_ASSERT_EQUAL(std::string("The cron expression \"*/61 * * * *\" runs once every hour: the step of \"*/61\" "
                                     "is larger than the field"),
                         cron_warning("*/61 * * * *").value());
    for (const char* large : {"*/90 * * * *", "0-59/90 * * * *", "5/90 * * * *", "0 */48 * * *", "0 0 */40 * *",
                              "0 0 1 */13 *", "0 0 * * */9", "*/2000000000 * * * *"})
      CPPUNIT_ASSERT_MESSAGE(large, cron_warning(large).value_or("").find("runs once every") != std::string::npos);
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
