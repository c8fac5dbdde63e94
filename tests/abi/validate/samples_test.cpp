// Which checks each sample in broken/ fails, and that what keeps the contract fails none.
#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <map>
#include <vector>

#include "validation.h"

using kongflow::testing::validate;
using kongflow::testing::Validation;

namespace {

using Names = std::set<std::string>;

const Names refused_at_start{"lifecycle.in-order", "registration.accepted"};
const Names every_task_check{"tasks.statuses", "tasks.reasons",   "tasks.no-exceptions",
                             "tasks.in-time",  "tasks.cancelled", "output.stdout"};
const Names refused_setting{"config.fuzz", "config.fuzz-while-running"};

const std::map<std::string, Names>& expected_failures() {
  static const std::map<std::string, Names> table{
      {"bad_default", {"descriptor.options"}},
      {"bad_id", {"descriptor.names"}},
      {"completes_twice", {"http.answered-once"}},
      {"configure_fails", {"lifecycle.in-order"}},
      {"crashes_at_exit", {"lifecycle.exit"}},
      {"crashes_in_task", every_task_check},
      {"crashes_on_odd_setting", refused_setting},
      {"crashes_when_stopped_undrained", {"lifecycle.stop-without-drain"}},
      {"create_fails", {"lifecycle.in-order"}},
      {"create_makes_nothing", {"lifecycle.in-order"}},
      {"duplicate_metric", refused_at_start},
      {"duplicate_panel", refused_at_start},
      {"duplicate_route", refused_at_start},
      {"duplicate_task", refused_at_start},
      {"exports_more", {"entry.one-symbol"}},
      {"hangs_in_stop", {"lifecycle.in-order"}},
      {"ignores_cancellation", {"tasks.cancelled"}},
      {"leaks_descriptors", {"leftovers.descriptors"}},
      {"leaks_memory", {"leftovers.memory"}},
      {"leaves_a_thread", {"leftovers.threads", "lifecycle.destroy-after-drain", "lifecycle.destroy-after-start"}},
      {"metric_of_many_series", {"metrics.few-series"}},
      {"missing_service", {"descriptor.services"}},
      {"never_completes", {"http.answered", "lifecycle.drain-while-busy"}},
      {"never_stops", {"lifecycle.in-order"}},
      {"new_descriptor_each_time", {"entry.repeatable"}},
      {"newer_minor", {"descriptor.abi"}},
      {"no_create", {"descriptor.names"}},
      {"no_entry", {"entry.exported"}},
      {"no_id", {"descriptor.names"}},
      {"null_descriptor", {"descriptor.abi"}},
      {"odd_version", {"descriptor.version"}},
      {"other_id", {}},
      {"other_major", {"descriptor.abi"}},
      {"panel_of_other_shape", {"console.rows"}},
      {"prints", {"output.stdout"}},
      {"refuses_silently", refused_setting},
      {"registers_in_configure", {"lifecycle.in-order", "registration.only-in-start"}},
      {"registers_in_hook", {"registration.not-in-hooks"}},
      {"reserved_option", {"descriptor.options"}},
      {"short_descriptor", {"descriptor.abi"}},
      {"sound", {}},
      {"start_fails", {"lifecycle.in-order"}},
      {"start_fails_silently", {"lifecycle.in-order"}},
      {"starts_a_thread_when_opened", {"entry.pure"}},
      {"stops_late", {}},
      {"stops_twice", {"lifecycle.in-order"}},
      {"task_cancels_itself", {"tasks.statuses"}},
      {"task_without_reason", {"tasks.reasons"}},
      {"terminates_in_task", every_task_check},
      {"throws_in_configure", {"lifecycle.in-order"}},
      {"throws_in_hooks", {"health.no-exceptions", "http.no-exceptions", "tasks.no-exceptions"}},
      {"undocumented_option", {"descriptor.docs"}},
      {"unexplained_metric", {"metrics.explained"}},
      {"uses_what_it_does_not_require", {"lifecycle.only-required-services"}},
      {"with_options", {}},
      {"wrong_magic", {"descriptor.abi"}},
  };
  return table;
}

std::string joined(const Names& names) {
  std::string text;
  for (const auto& name : names) text += name + "\n";
  return text;
}

// What the sample does not fail as it should; empty: nothing.
std::string surprise(const std::string& name) {
  const Names& expected = expected_failures().at(name);
  const Validation validation = validate(std::string(BROKEN_PLUGINS) + "/" + name + ".so", {"--time-limit", "10s"});
  const Names failed = validation.checks("failed");
  if (failed == expected && validation.status == (expected.empty() ? 0 : 1)) return {};
  return name + " fails\n" + joined(failed) + validation.printed + "\n";
}

}  // namespace

class SamplesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SamplesTest);
  CPPUNIT_TEST(every_broken_sample_fails_the_check_of_its_defect);
  CPPUNIT_TEST(plugins_of_this_project_pass);
  CPPUNIT_TEST_SUITE_END();

 public:
  void every_broken_sample_fails_the_check_of_its_defect() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(BROKEN_SOURCES)) {
      const std::string name = entry.path().stem();
      if (entry.path().extension() == ".h") continue;
      CPPUNIT_ASSERT_MESSAGE("what does " + name + " fail?", expected_failures().count(name) == 1);
      names.push_back(name);
    }
    CPPUNIT_ASSERT_EQUAL(expected_failures().size(), names.size());

    // Several at once: some of them wait for what never comes.
    std::atomic<std::size_t> next{0};
    std::vector<std::future<std::string>> surprises;
    for (int i = 0; i < 4; ++i)
      surprises.push_back(std::async(std::launch::async, [&] {
        std::string text;
        for (std::size_t at; (at = next++) < names.size();) text += surprise(names[at]);
        return text;
      }));
    std::string all;
    for (auto& surprise : surprises) all += surprise.get();
    CPPUNIT_ASSERT_EQUAL(std::string(), all);
  }

  // All that the build made, whoever added it.
  void plugins_of_this_project_pass() {
    int seen = 0;
    for (const auto& entry : std::filesystem::directory_iterator(PLUGINS)) {
      if (entry.path().extension() != ".so") continue;
      const Validation validation = validate(entry.path());
      CPPUNIT_ASSERT_EQUAL_MESSAGE(validation.printed, 0, validation.status);
      CPPUNIT_ASSERT_MESSAGE(validation.printed, validation.report.at("passed").as_int64() > 30);
      ++seen;
    }
    CPPUNIT_ASSERT(seen >= 2);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SamplesTest);
