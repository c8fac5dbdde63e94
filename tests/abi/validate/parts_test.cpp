// Parts of the validator that can be looked at alone.
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>

#include "host/validate/config_inputs.h"
#include "host/validate/elf_symbols.h"
#include "host/validate/panel_shape.h"
#include "host/validate/report.h"
#include "host/validate/route_trial.h"

using namespace kongflow::host;
using namespace kongflow::host::validate;

namespace {

Option option(const std::string& name, OptionType type) {
  Option out;
  out.name = name;
  out.type = type;
  if (type == OptionType::integer) out.maximum = 10;
  return out;
}

std::string inputs_of(std::uint64_t seed) {
  ConfigInputs inputs(seed, {option("name", OptionType::text), option("count", OptionType::integer),
                             option("names", OptionType::list), option("loud", OptionType::boolean)});
  std::string all;
  for (int i = 0; i < 200; ++i) all += shown(inputs.next()) + "\n";
  return all;
}

}  // namespace

class ValidatePartsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ValidatePartsTest);
  CPPUNIT_TEST(one_seed_gives_the_same_inputs);
  CPPUNIT_TEST(inputs_are_at_and_beyond_the_bounds);
  CPPUNIT_TEST(symbols_of_a_plugin);
  CPPUNIT_TEST(a_file_that_is_no_library_is_refused);
  CPPUNIT_TEST(bytes_become_readable);
  CPPUNIT_TEST(paths_of_patterns);
  CPPUNIT_TEST(faults_of_panels);
  CPPUNIT_TEST_SUITE_END();

 public:
  void one_seed_gives_the_same_inputs() {
    CPPUNIT_ASSERT_EQUAL(inputs_of(7), inputs_of(7));
    CPPUNIT_ASSERT(inputs_of(7) != inputs_of(8));
  }

  void inputs_are_at_and_beyond_the_bounds() {
    const auto all = inputs_of(1);
    for (const char* part : {"count = 10", "count = 11", "count = -1", "count = 0", "\\x00", "\xef\xbf\xbd",
                             "(100000 bytes)", "loud = true", "names = ["})
      CPPUNIT_ASSERT_MESSAGE(part, all.find(part) != std::string::npos);
  }

  void symbols_of_a_plugin() {
    CPPUNIT_ASSERT(exported_symbols(BROKEN_PLUGINS "/sound.so") == std::vector<std::string>{"kongflow_plugin_entry"});
    const auto more = exported_symbols(BROKEN_PLUGINS "/exports_more.so");
    CPPUNIT_ASSERT(std::find(more.begin(), more.end(), "helper") != more.end());
  }

  void a_file_that_is_no_library_is_refused() {
    CPPUNIT_ASSERT_THROW(exported_symbols(LAYOUT_GOLDEN), std::runtime_error);
    CPPUNIT_ASSERT_THROW(exported_symbols("/nowhere"), std::runtime_error);
  }

  void bytes_become_readable() {
    CPPUNIT_ASSERT_EQUAL(std::string("a\\x0ab\\x00"), printable(std::string_view("a\nb\0", 4)));
    CPPUNIT_ASSERT_EQUAL(std::string("\xc3\xa9"), printable("\xc3\xa9"));
    CPPUNIT_ASSERT_EQUAL(std::string("xx… (5 bytes)"), printable("xxxxx", 2));
  }

  void paths_of_patterns() {
    CPPUNIT_ASSERT_EQUAL(std::string("/a/x/b/x"), path_of("/a/:one/b/:two", "x"));
    CPPUNIT_ASSERT_EQUAL(std::string("/a"), path_of("/a", "x"));
  }

  void faults_of_panels() {
    Panel panel;
    panel.columns = {{"count", "Count", "number", false}, {"past", "Past", "history", false}};
    const auto rows = [&](const std::string& json) { return rows_fault(panel, json, 2); };
    CPPUNIT_ASSERT_EQUAL(
        std::string(), rows(R"({"rows":[{"id":"a","count":1,"past":["OK"]},{"id":"b","count":null}],"cursor":null})"));
    CPPUNIT_ASSERT_EQUAL(std::string("is not a JSON object"), rows("[]"));
    CPPUNIT_ASSERT_EQUAL(std::string("has no array \"rows\""), rows("{}"));
    CPPUNIT_ASSERT_EQUAL(std::string("has a row without a text \"id\""), rows(R"({"rows":[{"id":1}]})"));
    CPPUNIT_ASSERT_EQUAL(std::string("has two rows with one \"id\""), rows(R"({"rows":[{"id":"a"},{"id":"a"}]})"));
    CPPUNIT_ASSERT_EQUAL(std::string("has more rows than its limit"),
                         rows(R"({"rows":[{"id":"a"},{"id":"b"},{"id":"c"}]})"));
    CPPUNIT_ASSERT_EQUAL(std::string("gives the column \"count\" a value that is not of kind number"),
                         rows(R"({"rows":[{"id":"a","count":"1"}]})"));
    CPPUNIT_ASSERT_EQUAL(std::string("gives the column \"past\" a value that is not of kind history"),
                         rows(R"({"rows":[{"id":"a","past":[1]}]})"));
    CPPUNIT_ASSERT_EQUAL(std::string("has a \"cursor\" that is neither text nor null"),
                         rows(R"({"rows":[],"cursor":1})"));

    CPPUNIT_ASSERT_EQUAL(std::string(), row_fault(R"({"id":"a","title":"A","values":{},"changes":null})"));
    CPPUNIT_ASSERT_EQUAL(std::string("has no text \"title\""), row_fault(R"({"id":"a"})"));
    CPPUNIT_ASSERT_EQUAL(std::string("has an entry of \"others\" without a text \"title\""),
                         row_fault(R"({"id":"a","title":"A","values":{},"others":[{"id":"b"}]})"));
    CPPUNIT_ASSERT_EQUAL(std::string("has an entry of \"added\" without a text \"entry\" in \"changes\""),
                         row_fault(R"({"id":"a","title":"A","values":{},"changes":{"added":[{}]}})"));
    CPPUNIT_ASSERT_EQUAL(std::string(), action_fault(R"({"message":"Done."})"));
    CPPUNIT_ASSERT_EQUAL(std::string("has a \"row\" that is not a text"), action_fault(R"({"row":5})"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ValidatePartsTest);
