#include "domain/manifest_changes.h"

#include <cppunit/extensions/HelperMacros.h>

namespace kongflow::endpoints {
namespace {

class ManifestChangesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ManifestChangesTest);
  CPPUNIT_TEST(equal_manifests_have_no_changes);
  CPPUNIT_TEST(entries_are_matched_by_what_identifies_them);
  CPPUNIT_TEST(order_of_entries_is_no_change);
  CPPUNIT_TEST(changed_entry_names_each_field);
  CPPUNIT_TEST(entries_without_an_id_and_doubles_are_counted);
  CPPUNIT_TEST(odd_names_are_quoted_in_paths);
  CPPUNIT_TEST(what_is_in_no_known_list_is_compared_too);
  CPPUNIT_TEST(entry_with_too_many_fields_is_shown_as_a_whole);
  CPPUNIT_TEST(lists_are_bounded);
  CPPUNIT_TEST_SUITE_END();

  static std::string names(const std::vector<ManifestEntry>& entries) {
    std::string text;
    for (const auto& entry : entries) text += entry.name + "; ";
    return text;
  }
  static std::string described(const std::vector<FieldChange>& fields) {
    std::string text;
    for (const auto& field : fields)
      text.append(field.path + ": ")
          .append(field.before.value_or("none"))
          .append(" -> ")
          .append(field.after.value_or("none"))
          .append("; ");
    return text;
  }
  static std::string fields_of(const std::string& before, const std::string& after) {
    const std::string old_manifest = R"({"jobs":[{"id":"j",)" + before + "}]}";
    const std::string new_manifest = R"({"jobs":[{"id":"j",)" + after + "}]}";
    const ManifestChanges changes = compare_manifests(old_manifest, new_manifest);
    CPPUNIT_ASSERT(changes.added.empty() && changes.removed.empty());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, changes.changed.size());
    CPPUNIT_ASSERT_EQUAL(std::string("job \"j\""), changes.changed[0].name);
    return described(changes.changed[0].fields);
  }

 public:
  void equal_manifests_have_no_changes() {
    for (const char* manifest : {"{}", R"({"jobs":[{"id":"a"}],"sources":null,"more":[1]})"}) {
      const ManifestChanges changes = compare_manifests(manifest, manifest);
      CPPUNIT_ASSERT(changes.added.empty() && changes.removed.empty() && changes.changed.empty());
    }
  }

  void entries_are_matched_by_what_identifies_them() {
    constexpr const char* kOfEach =
        R"({"jobs":[{"id":"a"}],"sources":[{"key":"b"}],"dynamicTriggers":[{"id":"c"}],"dynamicSchedules":[{"id":"d"}],)"
        R"("webhooks":[{"key":"e"}],"httpEndpoints":[{"id":"f"}]})";
    const std::string all =
        "job \"a\"; source \"b\"; dynamic trigger \"c\"; dynamic schedule \"d\"; webhook \"e\"; HTTP endpoint \"f\"; ";
    CPPUNIT_ASSERT_EQUAL(all, names(compare_manifests("{}", kOfEach).added));
    CPPUNIT_ASSERT_EQUAL(all, names(compare_manifests(kOfEach, "{}").removed));
    CPPUNIT_ASSERT_EQUAL(std::string_view(R"({"id":"a"})"), compare_manifests("{}", kOfEach).added[0].value);
  }

  void order_of_entries_is_no_change() {
    const ManifestChanges changes =
        compare_manifests(R"({"jobs":[{"id":"a"},{"id":"b"}]})", R"({"jobs":[{"id":"b"},{"id":"a"}]})");
    CPPUNIT_ASSERT(changes.added.empty() && changes.removed.empty() && changes.changed.empty());
  }

  void changed_entry_names_each_field() {
    CPPUNIT_ASSERT_EQUAL(std::string("version: \"1\" -> \"2\"; "), fields_of(R"("version":"1")", R"("version":"2")"));
    CPPUNIT_ASSERT_EQUAL(std::string("rule.events[0]: \"x\" -> \"y\"; rule.events[2]: none -> 1; "),
                         fields_of(R"("rule":{"events":["x",null]})", R"("rule":{"events":["y",null,1]})"));
    CPPUNIT_ASSERT_EQUAL(std::string("gone: {\"a\": 1} -> none; here: none -> []; "),
                         fields_of(R"("gone":{"a": 1})", R"("here":[])"));
    CPPUNIT_ASSERT_EQUAL(std::string("list[1]: 2 -> none; "), fields_of(R"("list":[1,2])", R"("list":[1])"));
    CPPUNIT_ASSERT_EQUAL(std::string("kind: [] -> {}; "), fields_of(R"("kind":[])", R"("kind":{})"));
  }

  void entries_without_an_id_and_doubles_are_counted() {
    const ManifestChanges changes =
        compare_manifests(R"({"jobs":[{"id":"a"}]})", R"({"jobs":[{"id":"a"},{"id":"a"},{},7]})");
    CPPUNIT_ASSERT_EQUAL(std::string("job \"a\" (2); job #3; job #4; "), names(changes.added));
    CPPUNIT_ASSERT(changes.changed.empty());
  }

  void odd_names_are_quoted_in_paths() {
    CPPUNIT_ASSERT_EQUAL(std::string("[\"\"]: 1 -> none; [\"a.b\"][\"\\\"\"].c: 1 -> 2; "),
                         fields_of(R"("":1,"a.b":{"\"":{"c":1}})", R"("a.b":{"\"":{"c":2}})"));
  }

  void what_is_in_no_known_list_is_compared_too() {
    const ManifestChanges changes = compare_manifests(R"({"jobs":[],"mode":"a"})", R"({"jobs":[],"mode":"b","x":1})");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, changes.changed.size());
    CPPUNIT_ASSERT_EQUAL(std::string("manifest"), changes.changed[0].name);
    CPPUNIT_ASSERT_EQUAL(std::string("mode: \"a\" -> \"b\"; x: none -> 1; "), described(changes.changed[0].fields));
  }

  void entry_with_too_many_fields_is_shown_as_a_whole() {
    const auto numbers = [](const std::string& number, std::size_t count) {
      std::string list = "\"numbers\":[0";
      for (std::size_t i = 0; i < count; ++i) list += "," + number;
      return list + "]";
    };
    const std::size_t most = ManifestChanges::kMaxFields;
    const std::string fits = fields_of(numbers("1", most), numbers("2", most));
    CPPUNIT_ASSERT(fits.find("numbers[200]: 1 -> 2; ") != std::string::npos);
    const std::string whole = fields_of(numbers("1", most + 1), numbers("2", most + 1));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, whole.find("$: {\"id\":\"j\",\"numbers\":[0,1,"));
  }

  void lists_are_bounded() {
    constexpr std::size_t kMany = 10'000;
    std::string jobs, changed;
    for (std::size_t i = 0; i < kMany; ++i) {
      const std::string id = (i == 0 ? "{\"id\":\"" : ",{\"id\":\"") + std::to_string(i);
      jobs += id + "\",\"version\":1}";
      changed += id + "\",\"version\":2}";
    }
    const std::string before = "{\"jobs\":[" + jobs + "]}";
    const std::string after = "{\"jobs\":[" + changed + "]}";
    const std::size_t most = ManifestChanges::kMaxEntries;
    ManifestChanges changes = compare_manifests(before, after);
    CPPUNIT_ASSERT_EQUAL(most, changes.changed.size());
    CPPUNIT_ASSERT_EQUAL(kMany - most, changes.more);
    changes = compare_manifests("{}", after);
    CPPUNIT_ASSERT_EQUAL(most, changes.added.size());
    CPPUNIT_ASSERT_EQUAL(kMany - most, changes.more);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ManifestChangesTest);

}  // namespace
}  // namespace kongflow::endpoints
