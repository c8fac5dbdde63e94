#include "kongflow/config.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <stdexcept>

#include "kongflow/testing/fake_host.h"
#include "sample_plugin.h"

namespace kongflow {
namespace {

using testing::FakeHost;

class ConfigTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ConfigTest);
  CPPUNIT_TEST(defaults_are_read_in_their_units);
  CPPUNIT_TEST(values_of_the_file_win);
  CPPUNIT_TEST(missing_option_is_nullopt_or_a_sentence);
  CPPUNIT_TEST(undeclared_option_and_wrong_type_are_refused);
  CPPUNIT_TEST(settings_cannot_be_read_later);
  CPPUNIT_TEST(fake_host_refuses_what_the_host_would);
  CPPUNIT_TEST_SUITE_END();

 public:
  void defaults_are_read_in_their_units() {
    configured({}, [](const Config& config) {
      CPPUNIT_ASSERT_EQUAL(std::int64_t{3}, config.integer("count"));
      CPPUNIT_ASSERT(config.boolean("flag"));
      CPPUNIT_ASSERT(std::chrono::milliseconds(5000) == config.duration("wait"));
      CPPUNIT_ASSERT_EQUAL(std::uint64_t{8} * 1024 * 1024, config.size_bytes("room"));
      CPPUNIT_ASSERT((config.list("entries") == std::vector<std::string>{"a", "b"}));
    });
  }

  void values_of_the_file_win() {
    configured({{"name", "x"}, {"count", "9"}, {"flag", "false"}, {"wait", "2m"}, {"room", "1KiB"}, {"entries", ""}},
               [](const Config& config) {
                 CPPUNIT_ASSERT_EQUAL(std::string("x"), config.string("name"));
                 CPPUNIT_ASSERT_EQUAL(std::int64_t{9}, config.integer("count"));
                 CPPUNIT_ASSERT(!config.boolean("flag"));
                 CPPUNIT_ASSERT(std::chrono::minutes(2) == config.duration("wait"));
                 CPPUNIT_ASSERT_EQUAL(std::uint64_t{1024}, config.size_bytes("room"));
                 CPPUNIT_ASSERT(config.list("entries").empty());
               });
  }

  void missing_option_is_nullopt_or_a_sentence() {
    configured({}, [](const Config& config) {
      CPPUNIT_ASSERT(!config.find_string("name"));
      CPPUNIT_ASSERT_THROW(config.string("name"), ConfigError);
    });
  }

  void undeclared_option_and_wrong_type_are_refused() {
    configured({}, [](const Config& config) {
      CPPUNIT_ASSERT_THROW(config.string("nope"), ConfigError);
      CPPUNIT_ASSERT_THROW(config.integer("flag"), ConfigError);
    });
  }

  void settings_cannot_be_read_later() {
    FakeHost host(sample_descriptor());
    std::optional<Config> kept;
    sample_script().configure = [&](const Config& config) { kept = config; };
    host.start();
    CPPUNIT_ASSERT_THROW(kept->integer("count"), ConfigError);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, host.violations().size());
  }

  void fake_host_refuses_what_the_host_would() {
    FakeHost host(sample_descriptor());
    CPPUNIT_ASSERT_THROW(host.set("nope", "1"), std::invalid_argument);
    CPPUNIT_ASSERT_THROW(host.set("count", "11"), std::invalid_argument);
    CPPUNIT_ASSERT_THROW(host.set("wait", "5 parsecs"), std::invalid_argument);
    CPPUNIT_ASSERT_THROW(host.set("flag", "perhaps"), std::invalid_argument);
  }

 private:
  static void configured(const std::vector<std::pair<std::string, std::string>>& values,
                         const std::function<void(const Config&)>& check) {
    FakeHost host(sample_descriptor());
    for (const auto& [name, text] : values) host.set(name, text);
    bool checked = false;
    std::exception_ptr failure;
    sample_script().configure = [&](const Config& config) {
      checked = true;
      try {
        check(config);
      } catch (...) {
        failure = std::current_exception();
      }
    };
    host.start();
    if (failure) std::rethrow_exception(failure);
    CPPUNIT_ASSERT(checked);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConfigTest);

}  // namespace
}  // namespace kongflow
