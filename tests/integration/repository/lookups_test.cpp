#include <cppunit/extensions/HelperMacros.h>

#include <stdexcept>

#include "fixture.h"

namespace kongflow::endpoints {

class LookupsTest : public RepositoryFixture {
  CPPUNIT_TEST_SUITE(LookupsTest);
  CPPUNIT_TEST(an_endpoint_is_found_in_its_environment_alone);
  CPPUNIT_TEST(slugs_put_in_by_hand_may_hold_any_character);
  CPPUNIT_TEST(what_cannot_be_stored_is_not_found);
  CPPUNIT_TEST(a_target_has_the_url_and_the_key_of_now);
  CPPUNIT_TEST(a_summary_has_the_latest_run_and_index);
  CPPUNIT_TEST(pages_hold_each_endpoint_once_newest_first);
  CPPUNIT_TEST(pages_are_not_disturbed_by_what_is_added_meanwhile);
  CPPUNIT_TEST(endpoints_of_one_instant_are_paged_too);
  CPPUNIT_TEST(pages_of_indexes_hold_each_once_newest_first);
  CPPUNIT_TEST(cursors_that_nobody_gave_are_refused);
  CPPUNIT_TEST(removing_takes_runs_indexes_and_waiting_tasks_along);
  CPPUNIT_TEST(removing_leaves_tasks_that_run_and_other_endpoints_alone);
  CPPUNIT_TEST_SUITE_END();

 public:
  void an_endpoint_is_found_in_its_environment_alone() {
    const Endpoint endpoint = registered().endpoint;
    CPPUNIT_ASSERT_EQUAL(endpoint.id, repository->find(environment.id, "my-app")->id);
    CPPUNIT_ASSERT(!repository->find(environment.id, "other"));
    CPPUNIT_ASSERT(!repository->find(make_environment("PRODUCTION").id, "my-app"));
  }

  void slugs_put_in_by_hand_may_hold_any_character() {
    for (const std::string& slug : std::vector<std::string>{"日", "a/b", "ä ö", "%", "'; --", std::string(100, 'x')}) {
      database->connect().execute(
          "insert into endpoints (slug, url, indexing_hook_identifier, environment_id, organization_id, project_id)"
          " values ($1, 'http://localhost', '0123456789', $2, $3, $4)",
          {slug, environment.id, environment.organization_id, environment.project_id});
      CPPUNIT_ASSERT_EQUAL(slug, repository->find(environment.id, slug)->slug);
    }
  }

  void what_cannot_be_stored_is_not_found() {
    registered();
    for (const std::string& slug : {std::string("my-app\0", 7), std::string("\xff\xfe"), std::string(5000, 'x')}) {
      CPPUNIT_ASSERT(!repository->find(environment.id, slug));
      CPPUNIT_ASSERT(!repository->summary(environment.id, slug));
      CPPUNIT_ASSERT(!repository->remove(environment.id, slug));
    }
    for (const std::string& id : {std::string("dev"), std::string(), environment.id + "0", std::string(36, 'z')}) {
      CPPUNIT_ASSERT(!repository->find(id, "my-app"));
      CPPUNIT_ASSERT(!repository->find_target(id));
      CPPUNIT_ASSERT(!repository->summary(id, "my-app"));
      CPPUNIT_ASSERT(!repository->remove(id, "my-app"));
      CPPUNIT_ASSERT(repository->list(id, 10, {}).items.empty());
      CPPUNIT_ASSERT(repository->list_indexes(id, 10, {}).items.empty());
    }
  }

  void a_target_has_the_url_and_the_key_of_now() {
    const Endpoint endpoint = registered().endpoint;
    database->run(
        "update endpoints set url = 'http://localhost/moved'; update runtime_environments set api_key = 'new-key'");
    const IndexTarget target = *repository->find_target(endpoint.id);
    CPPUNIT_ASSERT_EQUAL(std::string("http://localhost/moved"), target.endpoint.url);
    CPPUNIT_ASSERT_EQUAL(std::string("new-key"), target.environment.api_key);
    CPPUNIT_ASSERT_EQUAL(environment.id, target.environment.id);
    CPPUNIT_ASSERT_EQUAL(std::string("DEVELOPMENT"), target.environment.type);
  }

  void a_summary_has_the_latest_run_and_index() {
    const Endpoint endpoint = registered().endpoint;
    EndpointSummary summary = *repository->summary(environment.id, "my-app");
    CPPUNIT_ASSERT(summary.latest_run->status == RunStatus::pending);
    CPPUNIT_ASSERT(!summary.latest_index);
    CPPUNIT_ASSERT_EQUAL(std::string("dev"), summary.environment_slug);
    CPPUNIT_ASSERT_EQUAL(std::string("shop"), summary.project_slug);

    const EndpointIndex index = repository->complete_run(started(endpoint), manifest_of(kEmptyManifest), {}).value();
    const IndexRun failed = started(endpoint);
    repository->fail_run(failed, {"FAILED_INDEX", "no", std::nullopt, {}});
    summary = *repository->summary(environment.id, "my-app");
    CPPUNIT_ASSERT_EQUAL(failed.id, summary.latest_run->id);
    CPPUNIT_ASSERT_EQUAL(index.id, summary.latest_index->id);
  }

  void pages_hold_each_endpoint_once_newest_first() {
    for (int i = 1; i <= 7; ++i) registered("app-" + std::to_string(i));
    CPPUNIT_ASSERT_EQUAL(std::string("app-7 app-6 app-5 | app-4 app-3 app-2 | app-1"), slugs_in_pages_of(3));
    CPPUNIT_ASSERT_EQUAL(std::string("app-7 app-6 app-5 app-4 app-3 app-2 app-1"), slugs_in_pages_of(7));
  }

  void pages_are_not_disturbed_by_what_is_added_meanwhile() {
    for (int i = 1; i <= 4; ++i) registered("app-" + std::to_string(i));
    const auto first = repository->list(environment.id, 2, {});
    registered("app-5");
    repository->remove(environment.id, "app-3");
    const auto second = repository->list(environment.id, 2, first.next);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, second.items.size());
    CPPUNIT_ASSERT_EQUAL(std::string("app-2"), second.items.at(0).endpoint.slug);
    CPPUNIT_ASSERT(!second.next);
  }

  void endpoints_of_one_instant_are_paged_too() {
    for (int i = 1; i <= 5; ++i) registered("app-" + std::to_string(i));
    database->run("update endpoints set created_at = '2026-01-31T09:00:00.123456Z'");
    std::string slugs = slugs_in_pages_of(2);
    for (int i = 1; i <= 5; ++i) CPPUNIT_ASSERT(slugs.find("app-" + std::to_string(i)) != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::string("2026-01-31T09:00:00.123Z"),
                         repository->list(environment.id, 1, {}).items.at(0).endpoint.created_at);
  }

  void pages_of_indexes_hold_each_once_newest_first() {
    const Endpoint endpoint = registered().endpoint;
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i)
      ids.insert(ids.begin(), repository->complete_run(started(endpoint), manifest_of(kEmptyManifest), {})->id);
    std::vector<std::string> seen;
    std::optional<std::string> cursor;
    do {
      const auto page = repository->list_indexes(endpoint.id, 2, cursor);
      for (const auto& index : page.items) seen.push_back(index.id);
      cursor = page.next;
    } while (cursor);
    CPPUNIT_ASSERT(ids == seen);
  }

  void cursors_that_nobody_gave_are_refused() {
    for (const char* cursor : {"", "x", "1.", ".1", "12345", "-1.00000000-0000-0000-0000-000000000000",
                               "999999999999999999999.00000000-0000-0000-0000-000000000000", "1.z"}) {
      CPPUNIT_ASSERT_THROW(repository->list(environment.id, 10, cursor), std::invalid_argument);
      CPPUNIT_ASSERT_THROW(repository->list_indexes(environment.id, 10, cursor), std::invalid_argument);
    }
    const std::string far_away = "99999999999999999.00000000-0000-0000-0000-000000000000";
    CPPUNIT_ASSERT(repository->list(environment.id, 10, far_away).items.empty());
  }

  void removing_takes_runs_indexes_and_waiting_tasks_along() {
    const Endpoint endpoint = registered().endpoint;
    repository->complete_run(started(endpoint), manifest_of(R"({"jobs":[],"sources":[{},{}]})"), {});
    CPPUNIT_ASSERT_EQUAL(std::string("3"), count("graphile_worker.jobs"));
    CPPUNIT_ASSERT(repository->remove(environment.id, "my-app"));
    CPPUNIT_ASSERT(!repository->remove(environment.id, "my-app"));
    for (const char* table : {"endpoints", "endpoint_index_runs", "endpoint_indexes", "graphile_worker.jobs"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(table, std::string("0"), count(table));
  }

  void removing_leaves_tasks_that_run_and_other_endpoints_alone() {
    const Registered mine = registered();
    const Registered other = registered("other");
    database->run("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'w' where id = " +
                  *mine.run.task_id);
    CPPUNIT_ASSERT(repository->remove(environment.id, "my-app"));
    CPPUNIT_ASSERT_EQUAL(std::string("2"), count("graphile_worker.jobs"));
    CPPUNIT_ASSERT(repository->find(environment.id, "other").has_value());
  }

 private:
  std::string slugs_in_pages_of(int limit) {
    std::string out;
    std::optional<std::string> cursor;
    do {
      const auto page = repository->list(environment.id, limit, cursor);
      for (const auto& item : page.items) out += item.endpoint.slug + ' ';
      cursor = page.next;
      if (cursor) out += "| ";
    } while (cursor);
    out.pop_back();
    return out;
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LookupsTest);

}  // namespace kongflow::endpoints
