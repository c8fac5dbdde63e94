#include "kongflow/plugin.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include "kongflow/testing/fake_host.h"
#include "sample_plugin.h"

namespace kongflow {
namespace {

using testing::FakeHost;

class PluginTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PluginTest);
  CPPUNIT_TEST(descriptor_holds_what_was_declared);
  CPPUNIT_TEST(host_takes_it_through_its_life_in_order);
  CPPUNIT_TEST(failed_configure_says_why_and_the_plugin_is_destroyed);
  CPPUNIT_TEST(failed_start_says_why_and_the_plugin_is_neither_drained_nor_stopped);
  CPPUNIT_TEST(failed_reconfigure_is_reported_and_the_plugin_goes_on);
  CPPUNIT_TEST(exception_that_is_no_std_exception_stays_inside);
  CPPUNIT_TEST(name_taken_twice_is_refused_with_a_sentence);
  CPPUNIT_TEST(registration_after_start_is_refused);
  CPPUNIT_TEST(service_that_the_host_lacks_is_named);
  CPPUNIT_TEST_SUITE_END();

 public:
  void descriptor_holds_what_was_declared() {
    const kf_descriptor& descriptor = sample_descriptor();
    CPPUNIT_ASSERT_EQUAL(KF_MAGIC, descriptor.magic);
    CPPUNIT_ASSERT_EQUAL(static_cast<uint32_t>(sizeof(kf_descriptor)), descriptor.struct_size);
    CPPUNIT_ASSERT_EQUAL(std::string("sample"), std::string(descriptor.id));
    CPPUNIT_ASSERT_EQUAL(std::string("1.2.3"), std::string(descriptor.version));
    CPPUNIT_ASSERT_EQUAL(std::size_t{7}, descriptor.option_count);
    CPPUNIT_ASSERT_EQUAL(1u, descriptor.options[1].secret);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{10}, descriptor.options[2].maximum);
    std::vector<std::string> services;
    for (const char* const* id = descriptor.requires_services; *id != nullptr; ++id) services.emplace_back(*id);
    CPPUNIT_ASSERT(
        (services == std::vector<std::string>{KF_CALL_SERVICE, KF_CONFIG_SERVICE, KF_LOG_SERVICE, KF_HTTP_SERVICE}));
  }

  void host_takes_it_through_its_life_in_order() {
    {
      FakeHost host(sample_descriptor());
      host.start();
      CPPUNIT_ASSERT_EQUAL(KF_OK + 0, host.reconfigure().status);
      host.stop();
    }
    const std::vector<std::string> expected{"create", "configure", "start", "configure", "drain", "stop", "destroy"};
    CPPUNIT_ASSERT(expected == sample_script().steps);
  }

  void failed_configure_says_why_and_the_plugin_is_destroyed() {
    {
      FakeHost host(sample_descriptor());
      sample_script().configure = [](const Config&) { throw ConfigError("name must be short."); };
      CPPUNIT_ASSERT_EQUAL(std::string("name must be short."), failure_of_start(host));
    }
    CPPUNIT_ASSERT((sample_script().steps == std::vector<std::string>{"create", "configure", "destroy"}));
  }

  void failed_start_says_why_and_the_plugin_is_neither_drained_nor_stopped() {
    {
      FakeHost host(sample_descriptor());
      sample_script().start = [](Registrar&) { throw std::runtime_error("No room."); };
      CPPUNIT_ASSERT_EQUAL(std::string("No room."), failure_of_start(host));
    }
    CPPUNIT_ASSERT((sample_script().steps == std::vector<std::string>{"create", "configure", "start", "destroy"}));
  }

  void failed_reconfigure_is_reported_and_the_plugin_goes_on() {
    FakeHost host(sample_descriptor());
    host.start();
    sample_script().configure = [](const Config&) { throw ConfigError("name must be short."); };
    const auto outcome = host.reconfigure();
    CPPUNIT_ASSERT_EQUAL(KF_BAD_ARGUMENT + 0, outcome.status);
    CPPUNIT_ASSERT_EQUAL(std::string("INVALID_CONFIG"), outcome.code);
    CPPUNIT_ASSERT_EQUAL(std::string("start"), sample_script().steps.at(2));
    CPPUNIT_ASSERT(host.violations().empty());
  }

  void exception_that_is_no_std_exception_stays_inside() {
    FakeHost host(sample_descriptor());
    sample_script().configure = [](const Config&) { throw 42; };
    CPPUNIT_ASSERT(failure_of_start(host).find("not a std::exception") != std::string::npos);
  }

  void name_taken_twice_is_refused_with_a_sentence() {
    FakeHost host([](Registrar& registrar) {
      const TaskHandler handler = [](const Task&, Call&) { return TaskOutcome::done(); };
      registrar.task("twice", handler);
      registrar.task("twice", handler);
    });
    CPPUNIT_ASSERT_EQUAL(std::string("The task twice is already taken, by this plugin or another one."),
                         failure_of_start(host));
  }

  void registration_after_start_is_refused() {
    std::optional<Registrar> kept;
    FakeHost host([&](Registrar& registrar) { kept.emplace(registrar); });
    host.start();
    CPPUNIT_ASSERT_THROW(kept->health("late", [](Call&) { return std::nullopt; }), Error);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, host.violations().size());
  }

  void service_that_the_host_lacks_is_named() {
    std::string message;
    FakeHost host([&](Registrar& registrar) {
      try {
        registrar.host().service<kf_call_service>("kongflow.other/9");
      } catch (const Error& error) {
        message = error.what();
      }
    });
    host.start();
    CPPUNIT_ASSERT_EQUAL(std::string("The host fake-host 0 lacks the service kongflow.other/9."), message);
  }

 private:
  static std::string failure_of_start(FakeHost& host) {
    try {
      host.start();
    } catch (const std::exception& error) {
      return error.what();
    }
    return "started";
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PluginTest);

}  // namespace
}  // namespace kongflow
