#include "host/console/setting_json.h"

#include <cppunit/extensions/HelperMacros.h>

#include <boost/json.hpp>

namespace kongflow::host::test {

class SettingJsonTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SettingJsonTest);
  CPPUNIT_TEST(values_are_shown_in_config_syntax);
  CPPUNIT_TEST(secrets_are_masked);
  CPPUNIT_TEST_SUITE_END();

  static Option option(const char* name, OptionType type, std::optional<std::string> fallback, bool secret = false) {
    Option option;
    option.name = name;
    option.type = type;
    option.default_value = std::move(fallback);
    option.doc = "What it means.";
    option.secret = secret;
    return option;
  }

 public:
  void values_are_shown_in_config_syntax() {
    OptionValues values({option("wait", OptionType::duration, "5s"), option("most", OptionType::size, "1MiB"),
                         option("names", OptionType::list, "a,b"), option("on", OptionType::boolean, "true"),
                         option("count", OptionType::integer, std::nullopt)});
    values.set("wait", std::int64_t{1500}, Origin::command_line);
    CPPUNIT_ASSERT(settings_json(values) == boost::json::parse(R"([
      {"name": "wait", "type": "duration", "value": "1500ms", "default": "5s", "origin": "command line", "secret": false, "meaning": "What it means."},
      {"name": "most", "type": "size", "value": "1MiB", "default": "1MiB", "origin": "default", "secret": false, "meaning": "What it means."},
      {"name": "names", "type": "list", "value": ["a", "b"], "default": ["a", "b"], "origin": "default", "secret": false, "meaning": "What it means."},
      {"name": "on", "type": "boolean", "value": true, "default": true, "origin": "default", "secret": false, "meaning": "What it means."},
      {"name": "count", "type": "integer", "value": null, "default": null, "origin": "default", "secret": false, "meaning": "What it means."}])"));
  }

  void secrets_are_masked() {
    OptionValues values({option("token", OptionType::text, "", true), option("key", OptionType::text, "preset", true)});
    CPPUNIT_ASSERT(settings_json(values).at(0).at("value").is_null());
    values.set("token", std::string("t0ps3cret"), Origin::environment);
    const auto settings = settings_json(values);
    CPPUNIT_ASSERT(settings.at(0).at("value") == "••••" && settings.at(0).at("origin") == "environment");
    const std::string text = boost::json::serialize(settings);
    CPPUNIT_ASSERT(text.find("t0ps3cret") == std::string::npos && text.find("preset") == std::string::npos);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SettingJsonTest);

}  // namespace kongflow::host::test
