// What every PanelRepository does, whatever it stores in.
#pragma once

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "domain/json_text.h"
#include "domain/panel_repository.h"

namespace kongflow::endpoints {

// Subject: as of RepositoryContract, with on the same data
//   PanelRepository& panels();
//   void set_attempts(const std::string& task_id, int attempts);  // as a worker does when it takes the task
template <typename Subject>
class PanelContract : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PanelContract);
  CPPUNIT_TEST(endpoints_of_all_environments_are_listed);
  CPPUNIT_TEST(every_order_goes_both_ways);
  CPPUNIT_TEST(pages_of_every_order_hold_each_once);
  CPPUNIT_TEST(filter_looks_into_all_texts_of_the_row);
  CPPUNIT_TEST(one_or_two_characters_begin_a_text);
  CPPUNIT_TEST(history_is_bounded_and_oldest_first);
  CPPUNIT_TEST(sdk_version_is_the_last_one_that_was_named);
  CPPUNIT_TEST(next_attempt_is_that_of_any_open_run);
  CPPUNIT_TEST(runs_are_newest_first_filtered_and_paged);
  CPPUNIT_TEST(run_tells_how_long_it_took);
  CPPUNIT_TEST(indexes_are_newest_first_filtered_and_paged);
  CPPUNIT_TEST(manifest_is_found_by_the_id_of_its_index);
  CPPUNIT_TEST(environment_is_found_with_its_key);
  CPPUNIT_TEST(unknown_ids_find_nothing);
  CPPUNIT_TEST(unknown_cursors_are_invalid_arguments);
  CPPUNIT_TEST(version_differs_after_every_change);
  CPPUNIT_TEST_SUITE_END();

 public:
  void endpoints_of_all_environments_are_listed() {
    const Endpoint mine = add("mine");
    const Endpoint other = add("other", subject_.environment(1));
    CPPUNIT_ASSERT_EQUAL(std::string("other mine "), slugs(EndpointOrder::registered, true));
    const ListedEndpoint found = panels().endpoint(other.id).value();
    CPPUNIT_ASSERT_EQUAL(std::string("other"), found.summary.endpoint.slug);
    CPPUNIT_ASSERT_EQUAL(subject_.environment(1).slug, found.summary.environment_slug);
    CPPUNIT_ASSERT_EQUAL(mine.id, panels().endpoint(mine.id)->summary.endpoint.id);
  }

  void every_order_goes_both_ways() {
    const Endpoint b = add("b", environment(), "http://app.test/3");
    const Endpoint a = add("A", environment(), "http://app.test/2");
    add("c", subject_.environment(1), "http://app.test/1");
    index(b);
    index(a);
    fail(b);
    CPPUNIT_ASSERT_EQUAL(std::string("A b c "), slugs(EndpointOrder::slug));
    CPPUNIT_ASSERT_EQUAL(std::string("c b A "), slugs(EndpointOrder::slug, true));
    CPPUNIT_ASSERT_EQUAL(std::string("b A c "), slugs(EndpointOrder::registered));
    CPPUNIT_ASSERT_EQUAL(std::string("c A b "), slugs(EndpointOrder::url));
    CPPUNIT_ASSERT_EQUAL(std::string("c b A "), slugs(EndpointOrder::indexed));
    CPPUNIT_ASSERT_EQUAL(std::string("A b c "), slugs(EndpointOrder::indexed, true));
    CPPUNIT_ASSERT_EQUAL(std::string("b c A "), slugs(EndpointOrder::status));
    CPPUNIT_ASSERT_EQUAL(std::string("A c b "), slugs(EndpointOrder::status, true));
    const bool other_last = environment().slug < subject_.environment(1).slug;
    CPPUNIT_ASSERT_EQUAL(other_last ? 2 : 0, static_cast<int>(slugs(EndpointOrder::environment).find('c') / 2));
    CPPUNIT_ASSERT_EQUAL(std::size_t{6}, slugs(EndpointOrder::project).size());
  }

  void pages_of_every_order_hold_each_once() {
    for (int i = 0; i < 7; ++i) {
      const Endpoint endpoint = add("app-" + std::to_string(i));
      if (i % 3 == 0) index(endpoint);
      if (i % 3 == 1) fail(endpoint);
    }
    for (const EndpointOrder order :
         {EndpointOrder::registered, EndpointOrder::slug, EndpointOrder::project, EndpointOrder::environment,
          EndpointOrder::url, EndpointOrder::status, EndpointOrder::indexed}) {
      for (const bool descending : {false, true}) {
        std::vector<std::string> seen;
        RowsRequest request{2};
        do {
          const auto page = panels().endpoints(request, order, descending);
          for (const ListedEndpoint& item : page.items) seen.push_back(item.summary.endpoint.slug);
          request.cursor = page.next;
        } while (request.cursor);
        CPPUNIT_ASSERT_EQUAL(std::size_t{7}, seen.size());
        CPPUNIT_ASSERT_EQUAL(std::size_t{7}, std::set<std::string>(seen.begin(), seen.end()).size());
      }
    }
  }

  void filter_looks_into_all_texts_of_the_row() {
    fail(add("Broken", environment(), "http://app.test/x%y"));
    add("fine", environment(), "http://app.test/other");
    const std::string project = panels().endpoints({1}, EndpointOrder::slug, false).items[0].summary.project_slug;
    CPPUNIT_ASSERT_EQUAL(std::string("Broken "), slugs(EndpointOrder::slug, false, "bROK"));
    CPPUNIT_ASSERT_EQUAL(std::string("Broken "), slugs(EndpointOrder::slug, false, "x%Y"));
    CPPUNIT_ASSERT_EQUAL(std::string("Broken "), slugs(EndpointOrder::slug, false, "failure"));
    CPPUNIT_ASSERT_EQUAL(std::string("Broken fine "), slugs(EndpointOrder::slug, false, project));
    CPPUNIT_ASSERT_EQUAL(std::string("Broken fine "), slugs(EndpointOrder::slug, false, environment().slug));
    CPPUNIT_ASSERT_EQUAL(std::string("Broken "), slugs(EndpointOrder::slug, false, "Went wrong"));
    CPPUNIT_ASSERT_EQUAL(std::string("fine "), slugs(EndpointOrder::slug, false, "pending"));
    for (const char* filter : {"%%", "%%%", "___", "\\\\\\"})
      CPPUNIT_ASSERT_EQUAL(std::string(), slugs(EndpointOrder::slug, false, filter));
  }

  void one_or_two_characters_begin_a_text() {
    fail(add("Broken", environment(), "http://app.test/fo"));
    add("fine", environment(), "ws://app.test/br");
    CPPUNIT_ASSERT_EQUAL(std::string("Broken "), slugs(EndpointOrder::slug, false, "b"));
    CPPUNIT_ASSERT_EQUAL(std::string("Broken "), slugs(EndpointOrder::slug, false, "BR"));
    CPPUNIT_ASSERT_EQUAL(std::string("fine "), slugs(EndpointOrder::slug, false, "ws"));
    CPPUNIT_ASSERT_EQUAL(std::string("Broken fine "), slugs(EndpointOrder::slug, false, "f"));  // FAILURE, fine
    CPPUNIT_ASSERT_EQUAL(std::string("Broken "), slugs(EndpointOrder::slug, false, "it"));      // the error
  }

  void history_is_bounded_and_oldest_first() {
    const Endpoint endpoint = add("app");
    CPPUNIT_ASSERT_EQUAL(std::string("PENDING "), history(endpoint));
    fail(endpoint);
    index(endpoint);
    CPPUNIT_ASSERT_EQUAL(std::string("PENDING FAILURE SUCCESS "), history(endpoint));
    for (int i = 0; i < 20; ++i) fail(endpoint);
    const std::string last = history(endpoint);
    CPPUNIT_ASSERT_EQUAL(20 * std::string("FAILURE ").size(), last.size());
    CPPUNIT_ASSERT_EQUAL(std::string::npos, last.find("SUCCESS"));
  }

  void sdk_version_is_the_last_one_that_was_named() {
    const Endpoint endpoint = add("app");
    CPPUNIT_ASSERT(!panels().endpoint(endpoint.id)->sdk_version);
    for (const char* version : {"2.0.0", "3.3.17"})
      repository().complete_run(start(endpoint), {kManifest, {}}, {version, {}, {}}).value();
    fail(endpoint);
    CPPUNIT_ASSERT_EQUAL(std::string("3.3.17"), panels().endpoint(endpoint.id)->sdk_version.value());
  }

  void next_attempt_is_that_of_any_open_run() {
    const Registered made =
        repository().register_endpoint({environment(), "app", "http://app.test/api", "0123456789"}, 25).value();
    const auto next = [&] { return panels().endpoint(made.endpoint.id)->next_attempt; };
    const auto expect = [&](std::int64_t attempt, bool running) {
      CPPUNIT_ASSERT_EQUAL(made.run.id, next()->run_id.value());
      CPPUNIT_ASSERT(IndexSource::internal == next()->source.value());
      CPPUNIT_ASSERT_EQUAL(attempt, next()->attempt);
      CPPUNIT_ASSERT_EQUAL(std::int64_t{25}, next()->max_attempts);
      CPPUNIT_ASSERT_EQUAL(running, !next()->due_at);
    };
    expect(1, false);
    const TaskAttempt sixth{*made.run.task_id, 6, 25};
    subject_.set_attempts(sixth.task_id, 6);
    const IndexRun run = repository().start_run(made.endpoint, {}, sixth).value();
    RunFailure failure = kFailure;
    failure.next_attempt_in = std::chrono::minutes(5);
    repository().fail_run(run, failure);
    expect(7, false);
    fail(made.endpoint);
    expect(7, false);
    const IndexRun manual = start(made.endpoint);
    CPPUNIT_ASSERT_EQUAL(manual.id, next()->run_id.value());
    CPPUNIT_ASSERT(!next()->due_at);
    repository().fail_run(manual, kFailure);
    repository().complete_run(repository().start_run(made.endpoint, {}, TaskAttempt{*made.run.task_id, 7, 25}).value(),
                              {kManifest, {}}, {});
    CPPUNIT_ASSERT(!next());
  }

  void runs_are_newest_first_filtered_and_paged() {
    const Endpoint endpoint = add("app");
    fail(add("other"));
    fail(endpoint);
    index(endpoint);
    const auto first = panels().runs_of(endpoint.id, {2});
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, first.items.size());
    CPPUNIT_ASSERT(first.items[0].status == RunStatus::success && first.items[1].status == RunStatus::failure);
    const auto second = panels().runs_of(endpoint.id, {2, first.next});
    CPPUNIT_ASSERT(second.items.at(0).status == RunStatus::pending && !second.next);
    for (const char* filter : {"FAIL", "went wrong"}) {
      const auto found = panels().runs_of(endpoint.id, {10, {}, filter}).items;
      CPPUNIT_ASSERT_EQUAL(std::size_t{1}, found.size());
      CPPUNIT_ASSERT_EQUAL(first.items[1].id, found[0].id);
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, panels().runs_of(endpoint.id, {10, {}, "by hand"}).items.size());
  }

  void run_tells_how_long_it_took() {
    const Endpoint endpoint = add("app");
    const IndexRun run = start(endpoint);
    CPPUNIT_ASSERT(!panels().run(run.id)->duration_ms);
    repository().fail_run(run, kFailure);
    CPPUNIT_ASSERT(panels().run(run.id)->duration_ms.value() >= 0);
    CPPUNIT_ASSERT_EQUAL(std::string("It went wrong"), panels().run(run.id)->error.value());
  }

  void indexes_are_newest_first_filtered_and_paged() {
    const Endpoint endpoint = add("app");
    index(add("other"));
    const std::string older = index(endpoint).id;
    const std::string newer = index(endpoint).id;
    const auto first = panels().indexes_of(endpoint.id, {1});
    CPPUNIT_ASSERT_EQUAL(newer, first.items.at(0).id);
    const auto second = panels().indexes_of(endpoint.id, {1, first.next});
    CPPUNIT_ASSERT_EQUAL(older, second.items.at(0).id);
    CPPUNIT_ASSERT(!second.next);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, panels().indexes_of(endpoint.id, {10, {}, "BY hand"}).items.size());
    CPPUNIT_ASSERT(panels().indexes_of(endpoint.id, {10, {}, "hook"}).items.empty());
  }

  void manifest_is_found_by_the_id_of_its_index() {
    const EndpointIndex made = index(add("app"));
    const StoredManifest stored = panels().manifest(made.id).value();
    CPPUNIT_ASSERT_EQUAL(made.id, stored.index.id);
    CPPUNIT_ASSERT_EQUAL(made.endpoint_id, stored.index.endpoint_id);
    const auto sources = json_elements(json_member(stored.json, "sources").value());
    CPPUNIT_ASSERT_EQUAL(std::string("s"), json_string(json_member(sources.at(0), "key").value()).value());
  }

  void environment_is_found_with_its_key() {
    const Environment wanted = environment();
    const Environment found = panels().environment(wanted.id).value();
    CPPUNIT_ASSERT_EQUAL(wanted.api_key, found.api_key);
    CPPUNIT_ASSERT_EQUAL(wanted.type, found.type);
    CPPUNIT_ASSERT_EQUAL(wanted.organization_id, found.organization_id);
    CPPUNIT_ASSERT_EQUAL(wanted.project_id, found.project_id);
  }

  void unknown_ids_find_nothing() {
    for (const char* id : {"nope", "00000000-0000-4000-8000-0000000000ff"}) {
      CPPUNIT_ASSERT(!panels().endpoint(id));
      CPPUNIT_ASSERT(!panels().run(id));
      CPPUNIT_ASSERT(!panels().manifest(id));
      CPPUNIT_ASSERT(!panels().environment(id));
      CPPUNIT_ASSERT(panels().runs_of(id, {}).items.empty());
      CPPUNIT_ASSERT(panels().indexes_of(id, {}).items.empty());
    }
  }

  void unknown_cursors_are_invalid_arguments() {
    const Endpoint endpoint = add("app");
    const RowsRequest request{10, "nope"};
    CPPUNIT_ASSERT_THROW(panels().endpoints({10, endpoint.id + ".soon"}, EndpointOrder::registered, false),
                         std::invalid_argument);
    CPPUNIT_ASSERT_THROW(panels().endpoints(request, EndpointOrder::slug, false), std::invalid_argument);
    CPPUNIT_ASSERT_THROW(panels().runs_of(endpoint.id, request), std::invalid_argument);
    CPPUNIT_ASSERT_THROW(panels().indexes_of(endpoint.id, request), std::invalid_argument);
  }

  void version_differs_after_every_change() {
    std::string last = panels().version();
    const auto assert_new = [&](const char* change) {
      const std::string now = panels().version();
      CPPUNIT_ASSERT_MESSAGE(change, now != last);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(change, now, panels().version());
      last = now;
    };
    const Endpoint endpoint = add("app");
    assert_new("registered");
    add("app", environment(), "http://app.test/moved");
    assert_new("moved");
    const IndexRun run = start(endpoint);
    assert_new("started");
    repository().fail_run(run, kFailure);
    assert_new("failed");
    index(endpoint);
    assert_new("indexed");
    repository().remove(endpoint.environment_id, endpoint.slug);
    assert_new("removed");
  }

 private:
  static constexpr const char* kManifest =
      R"({"jobs":[],"sources":[{"key":"s"}],"dynamicTriggers":[],"dynamicSchedules":[]})";
  const RunFailure kFailure{"FAILED_INDEX", "It went wrong", std::nullopt, {}};

  EndpointRepository& repository() { return subject_.repository(); }
  PanelRepository& panels() { return subject_.panels(); }
  Environment environment() { return subject_.environment(0); }
  Endpoint add(const std::string& slug, const Environment& in, const std::string& url = "http://app.test/api") {
    return repository().register_endpoint({in, slug, url, "0123456789"}, 25)->endpoint;
  }
  Endpoint add(const std::string& slug) { return add(slug, environment()); }
  IndexRun start(const Endpoint& endpoint) {
    return repository().start_run(endpoint, {IndexSource::manual, "by hand", std::nullopt}, std::nullopt).value();
  }
  EndpointIndex index(const Endpoint& endpoint) {
    return repository().complete_run(start(endpoint), {kManifest, {}}, {}).value();
  }
  void fail(const Endpoint& endpoint) { repository().fail_run(start(endpoint), kFailure); }
  std::string slugs(EndpointOrder order, bool descending = false, const std::string& filter = {}) {
    std::string joined;
    for (const ListedEndpoint& item : panels().endpoints({50, {}, filter}, order, descending).items)
      joined += item.summary.endpoint.slug + " ";
    return joined;
  }
  std::string history(const Endpoint& endpoint) {
    std::string joined;
    const std::string json = panels().endpoint(endpoint.id)->history_json;
    for (const std::string_view status : json_elements(json)) joined += json_string(status).value() + " ";
    return joined;
  }

  Subject subject_;
};

}  // namespace kongflow::endpoints
