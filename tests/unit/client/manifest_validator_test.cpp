#include "client/manifest_validator.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>

#include "client/test_file.h"

namespace kongflow::endpoints {
namespace {

using Kind = ClientFailure::Kind;

const std::string kEvent = R"({"name":"e","title":"t","source":"s","icon":"i"})";
const std::string kStatic = R"({"type":"static","title":"t","rule":{"event":"e","source":"s"}})";

std::string job(const std::string& trigger = kStatic, const std::string& more = "", const std::string& event = kEvent) {
  return R"({"id":"job-1","name":"n","version":"1","event":)" + event + R"(,"trigger":)" + trigger +
         R"(,"integrations":{},"startPosition":"latest","enabled":true,"preprocessRuns":false)" + more + "}";
}

std::string manifest(const std::string& jobs, const std::string& sources = "", const std::string& more = "") {
  return R"({"jobs":[)" + jobs + R"(],"sources":[)" + sources + R"(],"dynamicTriggers":[],"dynamicSchedules":[])" +
         more + "}";
}

std::string source(const std::string& more) {
  return R"({"channel":"HTTP","integration":{"id":"g","metadata":{"id":"g","name":"G"},"authSource":"HOSTED"},"key":"k",)" +
         more + "}";
}

class ManifestValidatorTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ManifestValidatorTest);
  CPPUNIT_TEST(every_recorded_answer_is_judged_as_recorded);
  CPPUNIT_TEST(every_real_sdk_is_accepted_and_counted);
  CPPUNIT_TEST(text_stays_as_it_came);
  CPPUNIT_TEST(every_problem_of_every_entry_is_named);
  CPPUNIT_TEST(first_hundred_problems_are_told);
  CPPUNIT_TEST(entries_without_an_id_are_named_by_their_place);
  CPPUNIT_TEST(missing_lists_are_named);
  CPPUNIT_TEST(trigger_needs_what_its_type_needs);
  CPPUNIT_TEST(members_of_other_trigger_types_are_unknown_members);
  CPPUNIT_TEST(schedule_needs_what_its_type_needs);
  CPPUNIT_TEST(useless_cron_expressions_are_warnings);
  CPPUNIT_TEST(ids_that_come_twice_are_warnings);
  CPPUNIT_TEST(warnings_of_what_does_not_count_are_dropped);
  CPPUNIT_TEST(warnings_are_bounded);
  CPPUNIT_TEST(real_sdks_and_recorded_answers_get_no_other_warning);
  CPPUNIT_TEST(order_of_members_does_not_matter);
  CPPUNIT_TEST(source_needs_what_its_version_needs);
  CPPUNIT_TEST(names_may_be_lists_and_filters_hold_anything);
  CPPUNIT_TEST(last_of_two_members_counts);
  CPPUNIT_TEST(last_of_two_lists_counts);
  CPPUNIT_TEST(webhooks_and_http_endpoints_are_checked_and_counted);
  CPPUNIT_TEST(unstorable_characters_are_named_wherever_they_are);
  CPPUNIT_TEST(numbers_beyond_64_bits_are_kept_as_written);
  CPPUNIT_TEST(numbers_that_the_database_cannot_hold_are_named);
  CPPUNIT_TEST(byte_order_mark_is_dropped);
  CPPUNIT_TEST(depth_is_limited);
  CPPUNIT_TEST(entries_are_limited);
  CPPUNIT_TEST(hostile_manifests_get_a_bounded_answer);
  CPPUNIT_TEST(long_texts_are_shortened_in_problems);
  CPPUNIT_TEST(other_text_is_unparsable);
  CPPUNIT_TEST_SUITE_END();

 public:
  void every_recorded_answer_is_judged_as_recorded() {
    const std::string file = read_test_file(CONFORMANCE_CASES "/05-index-response.json");
    int judged = 0;
    for (const std::string_view recorded : json_elements(file)) {
      const auto app = json_elements(*json_member(recorded, "app"));
      const auto reply = app.empty() ? std::nullopt : json_member(app[0], "reply");
      if (!reply || json_member(*reply, "status") != "200" || json_member(*reply, "behaviour")) continue;
      const auto body = json_member(*reply, "body");
      if (!body) continue;
      ++judged;
      const auto result = validate_manifest(*json_string(*body), {});
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text_of(recorded, "id"), expected_status(recorded), status_of(result));
    }
    CPPUNIT_ASSERT_MESSAGE(std::to_string(judged), judged > 70);
  }

  void every_real_sdk_is_accepted_and_counted() {
    const std::vector<std::pair<std::string, std::string>> counts{
        {"2.0.0-next.22", R"({"jobs":19,"sources":2,"dynamicTriggers":2,"dynamicSchedules":1})"},
        {"2.0.14", R"({"jobs":22,"sources":3,"dynamicTriggers":2,"dynamicSchedules":1,"disabledJobs":2})"},
        {"2.1.9", R"({"jobs":34,"sources":6,"dynamicTriggers":3,"dynamicSchedules":2,"disabledJobs":2})"},
        {"2.2.11", R"({"jobs":39,"sources":5,"dynamicTriggers":3,"dynamicSchedules":2,"webhooks":1,)"
                   R"("httpEndpoints":3,"disabledJobs":2})"},
        {"2.3.19", R"({"jobs":39,"sources":5,"dynamicTriggers":3,"dynamicSchedules":2,"webhooks":1,)"
                   R"("httpEndpoints":3,"disabledJobs":2})"},
        {"3.3.17", R"({"jobs":41,"sources":5,"dynamicTriggers":3,"dynamicSchedules":2,"webhooks":2,)"
                   R"("httpEndpoints":4,"disabledJobs":2})"}};
    for (const auto& [version, stats] : counts) {
      const std::string file = read_test_file(TEST_DATA "/sdk-captures/" + version + ".json");
      for (const std::string_view capture : json_elements(file)) {
        const std::string name = text_of(capture, "case");
        if (name != "index" && name != "index-empty") continue;
        const auto result = validate_manifest(text_of(*json_member(capture, "response"), "body"), {});
        const auto* failure = std::get_if<ClientFailure>(&result);
        CPPUNIT_ASSERT_MESSAGE(version + " " + name + ": " + (failure ? failure->message : ""), !failure);
        if (name == "index") CPPUNIT_ASSERT_EQUAL(stats, to_json(std::get<Manifest>(result).stats));
      }
    }
  }

  void text_stays_as_it_came() {
    const std::string text =
        " " + manifest(job(kStatic, R"(,"x":[1.50,12345678901234567890,"\u00e9\/"])"), "", R"(,"y":1)");
    const auto result = validate_manifest(text, {});
    CPPUNIT_ASSERT_EQUAL(text, std::get<Manifest>(result).json);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, std::get<Manifest>(result).stats.jobs);
  }

  void every_problem_of_every_entry_is_named() {
    assert_problems(
        "Job \"a\": Required at \"trigger.rule.source\"\n"
        "Job \"a\": Expected string, received number at \"version\"\n"
        "Job \"a\": Required at \"name\"\n"
        "Job \"a\": Required at \"event\"\n"
        "Job \"a\": Required at \"integrations\"\n"
        "Job \"a\": Required at \"preprocessRuns\"\n"
        "Job \"b\": Expected \"initial\" or \"latest\", received \"first\" at \"startPosition\"\n"
        "Source \"k\": Expected string, received number at \"events.1\"",
        manifest(R"({"trigger":{"type":"static","title":"t","rule":{"event":"e"}},"version":1,"id":"a",)"
                 R"("startPosition":"latest","enabled":true},)" +
                     replaced(replaced(job(), "latest", "first"), "job-1", "b"),
                 source(R"("events":["a",1])")));
  }

  void first_hundred_problems_are_told() {
    std::string jobs;
    for (int i = 0; i < 200; ++i) jobs += (i > 0 ? "," : "") + replaced(job(), "\"1\"", "1");
    const std::string message = problems(manifest(jobs));
    CPPUNIT_ASSERT_EQUAL(std::ptrdiff_t{100}, std::count(message.begin(), message.end(), '\n'));
    CPPUNIT_ASSERT(message.find("\nand 100 more problems") != std::string::npos);
  }

  void entries_without_an_id_are_named_by_their_place() {
    assert_problems("Job number 2: Required at \"id\"",
                    manifest(job() + "," + replaced(job(), R"("id":"job-1",)", "")));
    assert_problems("Expected object, received null at \"jobs.1\"", manifest(job() + ",null"));
    assert_problems("Job \"a \\\"b\\\"\\u000a\": Expected boolean, received null at \"internal\"",
                    manifest(replaced(job(kStatic, R"(,"internal":null)"), "job-1", R"(a \"b\"\n)")));
  }

  void missing_lists_are_named() {
    assert_problems(
        "Required at \"jobs\"\nRequired at \"sources\"\nRequired at \"dynamicTriggers\"\nRequired at "
        "\"dynamicSchedules\"",
        "{}");
    assert_problems("Expected array, received null at \"sources\"",
                    R"({"jobs":[],"sources":null,"dynamicTriggers":[],"dynamicSchedules":[]})");
    assert_problems("Expected array, received object at \"jobs\"",
                    R"({"jobs":{"a":{"b":[1]}},"sources":[],"dynamicTriggers":[],"dynamicSchedules":[]})");
    for (const char* text : {"null", "[]", "7", "\"x\""}) CPPUNIT_ASSERT(!problems(text).empty());
  }

  void trigger_needs_what_its_type_needs() {
    for (const char* trigger : {R"({"type":"invoke"})", R"({"type":"dynamic","id":"d"})",
                                R"({"type":"scheduled","schedule":{"type":"cron","options":{"cron":"x"}}})"})
      assert_valid(manifest(job(trigger)));
    assert_problems("Job \"job-1\": Required at \"trigger.id\"", manifest(job(R"({"type":"dynamic"})")));
    assert_problems("Job \"job-1\": Required at \"trigger.schedule\"", manifest(job(R"({"type":"scheduled"})")));
    assert_problems("Job \"job-1\": Required at \"trigger.title\"\nJob \"job-1\": Required at \"trigger.rule\"",
                    manifest(job(R"({"type":"static"})")));
    assert_problems(
        "Job \"job-1\": Expected \"static\" or \"scheduled\" or \"dynamic\" or \"invoke\", received \"webhook\" at "
        "\"trigger.type\"",
        manifest(job(R"({"type":"webhook"})")));
    assert_problems("Job \"job-1\": Required at \"trigger.type\"", manifest(job("{}")));
  }

  void members_of_other_trigger_types_are_unknown_members() {
    assert_valid(manifest(job(R"({"id":5,"title":null,"rule":{"event":[1]},"type":"invoke"})")));
    assert_valid(manifest(
        job(R"({"type":"scheduled","title":5,"schedule":{"options":{"cron":"x","seconds":"y"},"type":"cron"}})")));
  }

  void schedule_needs_what_its_type_needs() {
    const auto interval = [](const std::string& seconds) {
      return manifest(
          job(R"({"type":"scheduled","schedule":{"type":"interval","options":{"seconds":)" + seconds + "}}}"));
    };
    for (const char* seconds : {"20", "60", "60.0", "86401", "2592000"}) assert_valid(interval(seconds));
    const std::string at = " at \"trigger.schedule.options.seconds\"";
    assert_problems("Job \"job-1\": Expected a number of at least 20" + at, interval("-1"));
    assert_problems("Job \"job-1\": Expected a number of at most 2592000" + at, interval("2592001"));
    assert_problems("Job \"job-1\": Expected a whole number, received a fraction" + at, interval("60.5"));
    assert_problems("Job \"job-1\": Expected number, received string" + at, interval("\"60\""));
    assert_problems("Job \"job-1\": Required at \"trigger.schedule.options.cron\"",
                    manifest(job(R"({"type":"scheduled","schedule":{"type":"cron","options":{"seconds":60}}})")));
  }

  void useless_cron_expressions_are_warnings() {
    assert_warning(
        "Job \"job-1\": The cron expression \"0 0 31 2 *\" never fires: none of its months has such a day at "
        "\"trigger.schedule.options.cron\"",
        manifest(job(cron("0 0 31 2 *"))));
    assert_warning(
        "Job \"a\": The cron expression \"* * *\" has 3 fields, not 5 (minute, hour, day of the month, month, day of "
        "the "
        "week) at \"trigger.schedule.options.cron\"\n"
        "Job \"b\": The cron expression \"61 * * * *\" is invalid: \"61\" is not a minute (0 to 59) at "
        "\"trigger.schedule.options.cron\"",
        manifest(replaced(job(cron("* * *")), "job-1", "a") + "," + replaced(job(cron("61 * * * *")), "job-1", "b")));
    assert_warning("", manifest(job(cron("0 9 * * MON-FRI"))));
  }

  void ids_that_come_twice_are_warnings() {
    const std::string declared = ": Declared more than once with this ";
    const std::string counts = ". Each declaration is registered, so that the last one counts";
    const std::string triggers = R"({"id":"t","jobs":[]})";
    const std::string text = R"({"jobs":[)" + job() + "," + replaced(job(), "\"1\"", "\"2\"") + "," + job() +
                             R"(],"sources":[)" + source(R"("events":[])") + "," + source(R"("events":["x"])") +
                             R"(],"dynamicTriggers":[)" + triggers + "," + triggers + R"(],"dynamicSchedules":[)" +
                             triggers + "," + triggers + "]}";
    assert_warning("Job \"job-1\"" + declared + "id" + counts + "\nSource \"k\"" + declared + "key" + counts +
                       "\nDynamic trigger \"t\"" + declared + "id" + counts + "\nDynamic schedule \"t\"" + declared +
                       "id" + counts,
                   text);
    assert_warning("", manifest(job() + "," + replaced(job(), "job-1", "Job-1"), source(R"("events":[])")));
  }

  void warnings_of_what_does_not_count_are_dropped() {
    const std::string useless = cron("0 0 30 2 *");
    assert_warning("", manifest(job(replaced(useless, "\"scheduled\"", "\"invoke\""))));
    assert_warning("", manifest(job(R"({"schedule":{"options":{"cron":"0 0 30 2 *","seconds":60},"type":"interval"},)"
                                    R"("type":"scheduled"})")));
    assert_warning("", R"({"jobs":[)" + job(useless) + "," + job(useless) + R"(],"jobs":[)" + job() +
                           R"(],"sources":[],"dynamicTriggers":[],"dynamicSchedules":[]})");
    const auto result = validate_manifest(manifest(replaced(job(useless), "\"1\"", "1")), {});
    CPPUNIT_ASSERT_EQUAL(std::string("Job \"job-1\": Expected string, received number at \"version\""),
                         std::get<ClientFailure>(result).message);
  }

  void warnings_are_bounded() {
    std::string jobs;
    for (int i = 0; i < 300; ++i)
      jobs += (i > 0 ? "," : "") + replaced(job(cron(std::string(5000, 'x'))), "job-1", "job-" + std::to_string(i));
    const std::string warning = warning_of(manifest(jobs));
    CPPUNIT_ASSERT_EQUAL(std::ptrdiff_t{10}, std::count(warning.begin(), warning.end(), '\n'));
    CPPUNIT_ASSERT(warning.find("\nand 290 more warnings") != std::string::npos);
    CPPUNIT_ASSERT(warning.size() < 5000);
  }

  void real_sdks_and_recorded_answers_get_no_other_warning() {
    for (const char* version : {"2.0.0-next.22", "2.0.14", "2.1.9", "2.2.11", "2.3.19", "3.3.17"}) {
      const std::string file = read_test_file(TEST_DATA "/sdk-captures/" + std::string(version) + ".json");
      for (const std::string_view capture : json_elements(file)) {
        const std::string name = text_of(capture, "case");
        if (name == "index" || name == "index-empty")
          assert_warning("", text_of(*json_member(capture, "response"), "body"));
      }
    }
  }

  void order_of_members_does_not_matter() {
    assert_problems("Job \"job-1\": Expected string, received number at \"trigger.id\"",
                    manifest(job(R"({"id":7,"type":"dynamic"})")));
    assert_valid(manifest(job(R"({"rule":{"source":"s","event":"e"},"title":"t","type":"static"})")));
  }

  void source_needs_what_its_version_needs() {
    assert_valid(manifest("", source(R"("events":["push"])")));
    assert_valid(manifest("", source(R"("version":"1","events":[],"options":5)")));
    assert_valid(manifest("", source(R"("options":{"event":["push"]},"version":"2")")));
    assert_problems("Source \"k\": Required at \"events\"", manifest("", source(R"("params":null)")));
    assert_problems("Source \"k\": Required at \"options\"", manifest("", source(R"("events":[],"version":"2")")));
    assert_problems("Source \"k\": Expected string, received number at \"options.event.0\"",
                    manifest("", source(R"("options":{"event":[1]},"version":"2")")));
  }

  void names_may_be_lists_and_filters_hold_anything() {
    assert_valid(
        manifest(job(R"({"type":"static","title":["a","b"],"rule":{"event":["a","b"],"source":"s",)"
                     R"("payload":{"x":[{"$gt":5}],"y":"z"}}})",
                     R"(,"concurrencyLimit":2,"queue":{"name":"q"})",
                     R"({"name":["a"],"title":"t","source":"s","icon":"i","filter":{"a":"x","b":[1,null]}})")));
    assert_problems("Job \"job-1\": Expected string, received number at \"event.name.0\"",
                    manifest(job(kStatic, "", R"({"name":[1],"title":"t","source":"s","icon":"i"})")));
  }

  void last_of_two_members_counts() {
    assert_valid(manifest(job(kStatic, R"(,"queue":5,"queue":"q")")));
    assert_problems("Job \"job-1\": Expected string or object, received number at \"queue\"",
                    manifest(job(kStatic, R"(,"queue":"q","queue":5)")));
    const auto result = validate_manifest(manifest(job(kStatic, R"(,"enabled":false)")), {});
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, std::get<Manifest>(result).stats.jobs);
  }

  void last_of_two_lists_counts() {
    const auto result = validate_manifest(manifest("{},{}", "", ",\"jobs\":[" + job() + "]"), {});
    const auto* failure = std::get_if<ClientFailure>(&result);
    CPPUNIT_ASSERT_MESSAGE(failure ? failure->message : "", !failure);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, std::get<Manifest>(result).stats.jobs);
  }

  void webhooks_and_http_endpoints_are_checked_and_counted() {
    const auto result = validate_manifest(manifest("", "", R"(,"webhooks":[],"httpEndpoints":[])"), {});
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, std::get<Manifest>(result).stats.webhooks.value());
    assert_problems(
        "Webhook \"w\": Required at \"config\"\nWebhook \"w\": Required at \"integration\"\n"
        "Webhook \"w\": Required at \"httpEndpoint\"",
        manifest("", "", R"(,"webhooks":[{"key":"w"}])"));
    assert_problems(
        "HTTP endpoint \"h\": Expected boolean, received string at \"enabled\"",
        manifest("", "",
                 R"(,"httpEndpoints":[{"id":"h","version":"1","enabled":"yes","source":"s","event":)" + kEvent + "}]"));
  }

  void unstorable_characters_are_named_wherever_they_are() {
    const std::string why = "Contains \\u0000 or an unpaired surrogate, which cannot be stored at ";
    assert_problems("Job \"job-1\": " + why + "\"x.a\"\nJob \"job-1\": " + why + "\"y.0\"",
                    manifest(job(kStatic, R"(,"x":{"a":"\u0000"},"y":["\ud800"])")));
    assert_problems(why + "\"z\"", manifest("", "", R"(,"z":"\udc00")"));
    assert_problems("Job \"job-1\": " + why + "\"k\xEF\xBF\xBFl\"", manifest(job(kStatic, R"(,"k\u0000l":1)")));
    assert_valid(manifest(job(kStatic, ",\"k\":\"\xEF\xBF\xBF\"")));
  }

  void numbers_beyond_64_bits_are_kept_as_written() {
    const std::string text =
        manifest(job(kStatic, R"(,"x":[18446744073709551676,-1e400,1e-400,0.1,)" + std::string(1000, '9') + "]"));
    CPPUNIT_ASSERT_EQUAL(text, std::get<Manifest>(validate_manifest(text, {})).json);
    assert_problems("Job \"job-1\": Expected a number of at most 9223372036854775807 at \"concurrencyLimit\"",
                    manifest(job(kStatic, R"(,"concurrencyLimit":18446744073709551617)")));
    assert_problems("Job \"job-1\": Expected a number of at least 1 at \"concurrencyLimit\"",
                    manifest(job(kStatic, R"(,"concurrencyLimit":-99999999999999999999)")));
  }

  void numbers_that_the_database_cannot_hold_are_named() {
    const std::string why = "Contains a number that is too large or too precise to be stored at ";
    assert_problems("Job \"job-1\": " + why + "\"x.1\"", manifest(job(kStatic, R"(,"x":[1,1e4000])")));
    assert_problems("Job \"job-1\": " + why + "\"x\"", manifest(job(kStatic, ",\"x\":0." + std::string(16'384, '1'))));
    assert_problems(why + "\"z\"", manifest("", "", R"(,"z":-1e-4000)"));
    assert_problems("Job \"job-1\": Expected string, received number at \"id\"\nJob \"job-1\": " + why + "\"id\"",
                    manifest(job(kStatic, R"(,"id":1e4000)")));
  }

  void byte_order_mark_is_dropped() {
    const std::string text = manifest(job());
    CPPUNIT_ASSERT_EQUAL(text, std::get<Manifest>(validate_manifest("\xEF\xBB\xBF" + text, {})).json);
  }

  void depth_is_limited() {
    const std::string deep = std::string(200, '[') + std::string(200, ']');
    CPPUNIT_ASSERT(
        problems(manifest("", "", ",\"z\":" + deep)).find("deeper than 128 levels (manifest.max_depth) at ") !=
        std::string::npos);
  }

  void entries_are_limited() {
    const std::string triggers = R"(,"dynamicTriggers":[{"id":"a","jobs":[]},{"id":"b","jobs":[]}])";
    CPPUNIT_ASSERT(std::holds_alternative<Manifest>(validate_manifest(manifest(job(), "", triggers), {128, 3})));
    const auto result = validate_manifest(manifest(job() + "," + job(), "", triggers), {128, 3});
    CPPUNIT_ASSERT_EQUAL(std::string("The manifest has 4 entries, more than the 3 allowed (manifest.max_entries)"),
                         std::get<ClientFailure>(result).message);
  }

  // Two megabytes each.
  void hostile_manifests_get_a_bounded_answer() {
    const auto repeated = [](const std::string& text, std::size_t bytes) {
      std::string all;
      while (all.size() + text.size() < bytes) all += text;
      return all;
    };
    constexpr std::size_t kBytes = 2'000'000;
    const std::string hostile[] = {
        manifest(repeated("{},", kBytes) + "{}"),
        manifest(repeated("null,", kBytes) + "{}"),
        manifest(job(kStatic, "", replaced(kEvent, "}", ",\"examples\":[" + repeated("5,", kBytes) + "5]}"))),
        manifest(job(kStatic, ",\"x\":[" + repeated("\"\\u0000\",", 100'000) + "0]" + repeated(",\"id\":5", kBytes))),
    };
    for (const std::string& text : hostile) {
      const std::string told = problems(text);
      CPPUNIT_ASSERT(!told.empty());
      CPPUNIT_ASSERT_MESSAGE(told.substr(0, 1000), told.size() < 50'000);
    }
  }

  void long_texts_are_shortened_in_problems() {
    const std::string message = problems(manifest(
        job(R"({"type":")" + std::string(100'000, 'x') + "\"}", ",\"" + std::string(100'000, 'y') + "\":\"\\u0000\"")));
    CPPUNIT_ASSERT_MESSAGE(std::to_string(message.size()), message.size() < 1000);
  }

  void other_text_is_unparsable() {
    for (const char* text : {"", "<html>", "{\"jobs\":[", "{} x", "\xFF"}) {
      const auto result = validate_manifest(text, {});
      CPPUNIT_ASSERT(std::get<ClientFailure>(result).kind == Kind::unparsable);
      CPPUNIT_ASSERT(std::get<ClientFailure>(result).message.find("Could not parse response from endpoint") == 0);
    }
  }

 private:
  static std::string cron(const std::string& expression) {
    return R"({"type":"scheduled","schedule":{"type":"cron","options":{"cron":")" + expression + R"("}}})";
  }
  static std::string warning_of(const std::string& text) {
    const auto result = validate_manifest(text, {});
    const auto* failure = std::get_if<ClientFailure>(&result);
    CPPUNIT_ASSERT_MESSAGE(failure ? failure->message : "", !failure);
    return std::get<Manifest>(result).warning.value_or("");
  }
  static void assert_warning(const std::string& expected, const std::string& text) {
    CPPUNIT_ASSERT_EQUAL(expected, warning_of(text));
  }
  static std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    CPPUNIT_ASSERT_MESSAGE(from, at != std::string::npos);
    return text.replace(at, from.size(), to);
  }
  static std::string problems(const std::string& text) {
    const auto result = validate_manifest(text, {});
    const auto* failure = std::get_if<ClientFailure>(&result);
    CPPUNIT_ASSERT_MESSAGE("accepted: " + text, failure);
    CPPUNIT_ASSERT(failure->kind == Kind::invalid_manifest);
    CPPUNIT_ASSERT_MESSAGE(failure->message, !find_json_problem(quote_json(failure->message)));
    return failure->message;
  }
  static void assert_problems(const std::string& expected, const std::string& text) {
    CPPUNIT_ASSERT_EQUAL(expected, problems(text));
  }
  static void assert_valid(const std::string& text) {
    const auto result = validate_manifest(text, {});
    const auto* failure = std::get_if<ClientFailure>(&result);
    CPPUNIT_ASSERT_MESSAGE(failure ? failure->message : "", !failure);
  }
  // Of the answer of the API: 200, 422 for an invalid manifest, 502 for what is no JSON.
  static std::string expected_status(std::string_view recorded) {
    const auto step = json_elements(*json_member(recorded, "steps"))[0];
    const auto expect = json_member(step, "expect");
    if (!expect) return "200";
    return std::string(json_member(*json_member(*expect, "response"), "status").value());
  }
  static std::string status_of(const std::variant<Manifest, ClientFailure>& result) {
    const auto* failure = std::get_if<ClientFailure>(&result);
    if (!failure) return "200";
    return failure->kind == Kind::invalid_manifest ? "422" : "502";
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ManifestValidatorTest);

}  // namespace
}  // namespace kongflow::endpoints
