#include "host/base/names.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

using namespace kongflow::host;

class NamesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(NamesTest);
  CPPUNIT_TEST(plugin_ids);
  CPPUNIT_TEST(panel_ids);
  CPPUNIT_TEST(option_names);
  CPPUNIT_TEST_SUITE_END();

 public:
  void plugin_ids() {
    CPPUNIT_ASSERT(is_plugin_id("e") && is_plugin_id("endpoints-2") && is_plugin_id(std::string(32, 'a')));
    for (const std::string& text : {std::string(), std::string(33, 'a'), std::string("2nd"), std::string("-a"),
                                    std::string("Endpoints"), std::string("a_b"), std::string("a.b")})
      CPPUNIT_ASSERT_MESSAGE(text, !is_plugin_id(text));
  }

  void panel_ids() { CPPUNIT_ASSERT(is_panel_id(std::string(33, 'a')) && !is_panel_id("") && !is_panel_id("a b")); }

  void option_names() {
    CPPUNIT_ASSERT(is_option_name("url") && is_option_name("index.max_attempts.PRODUCTION") && is_option_name("a-1"));
    for (const char* text : {"", ".", "a.", ".a", "a..b", "a b", "a=b"})
      CPPUNIT_ASSERT_MESSAGE(text, !is_option_name(text));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(NamesTest);
