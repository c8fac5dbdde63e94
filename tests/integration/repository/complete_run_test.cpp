#include <cppunit/extensions/HelperMacros.h>

#include "fixture.h"

namespace kongflow::endpoints {

class CompleteRunTest : public RepositoryFixture {
  CPPUNIT_TEST_SUITE(CompleteRunTest);
  CPPUNIT_TEST(each_entry_gets_its_task_in_the_order_of_the_manifest);
  CPPUNIT_TEST(tasks_keep_the_order_whatever_else_is_in_the_queue);
  CPPUNIT_TEST(tasks_go_to_the_endpoints_queue_with_three_attempts);
  CPPUNIT_TEST(disabled_jobs_are_stored_but_get_no_task);
  CPPUNIT_TEST(a_missing_internal_becomes_false_in_data_and_tasks);
  CPPUNIT_TEST(numbers_and_key_order_of_entries_stay_as_written);
  CPPUNIT_TEST(unknown_members_are_kept);
  CPPUNIT_TEST(an_empty_manifest_is_an_index_without_tasks);
  CPPUNIT_TEST(absent_sections_count_as_empty);
  CPPUNIT_TEST(the_run_succeeds_with_index_versions_and_statistics);
  CPPUNIT_TEST(source_reason_and_source_data_go_into_the_index);
  CPPUNIT_TEST(ten_thousand_entries_fit);
  CPPUNIT_TEST(an_answer_that_arrives_late_is_not_the_latest_index);
  CPPUNIT_TEST(a_result_of_an_earlier_attempt_is_refused);
  CPPUNIT_TEST(a_failure_inside_leaves_nothing);
  CPPUNIT_TEST(a_connection_lost_inside_leaves_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    RepositoryFixture::setUp();
    endpoint = registered().endpoint;
    database->run("delete from graphile_worker._private_jobs");
  }

  void each_entry_gets_its_task_in_the_order_of_the_manifest() {
    complete(R"({
      "dynamicSchedules": [{"id": "ds-1", "jobs": []}],
      "dynamicTriggers": [{"id": "dt-1", "jobs": []}],
      "sources": [{"key": "s1"}, {"key": "s2"}],
      "jobs": [{"id": "b", "enabled": true, "internal": false}, {"id": "a", "enabled": true, "internal": true}]})");
    CPPUNIT_ASSERT_EQUAL(
        std::string(R"(registerJob {"job":{"id": "b", "enabled": true, "internal": false}} )"
                    R"(registerJob {"job":{"id": "a", "enabled": true, "internal": true}} )"
                    R"(registerSource {"source":{"key": "s1"}} )"
                    R"(registerSource {"source":{"key": "s2"}} )"
                    R"(registerDynamicTrigger {"dynamicTrigger":{"id": "dt-1", "jobs": []}} )"
                    R"(registerDynamicSchedule {"dynamicSchedule":{"id": "ds-1", "jobs": []}})"),
        database->value(
            "select string_agg(task_identifier || ' {\"' || m.name || '\":' || m.value || '}', ' ' order by id)"
            " from graphile_worker.jobs join graphile_worker._private_jobs using (id),"
            " json_each(payload) m(name, value) where m.name <> 'endpointId'"));
  }

  void tasks_keep_the_order_whatever_else_is_in_the_queue() {
    const auto check_sizes = [&] {
      for (const int size : {1, 2, 6, 20, 100, 1000}) {
        database->run("delete from graphile_worker._private_jobs");
        complete(numbered_manifest(size));
        CPPUNIT_ASSERT_EQUAL_MESSAGE(
            std::to_string(size) + " entries of each kind", std::string("0"),
            count("(select id, lag(id) over (order by array_position("
                  "  array['registerJob', 'registerSource', 'registerDynamicTrigger', 'registerDynamicSchedule'],"
                  "  task_identifier), (payload #>> '{job,id}')::int, (payload #>> '{source,key}')::int,"
                  "  (payload #>> '{dynamicTrigger,id}')::int, (payload #>> '{dynamicSchedule,id}')::int) as previous"
                  " from graphile_worker.jobs join graphile_worker._private_jobs using (id)) t where id < previous"));
      }
    };
    check_sizes();
    for (const char* crowd : {"50", "3000"}) {
      database->run(std::string("insert into graphile_worker._private_tasks (identifier)"
                                " select 'other' || n || clock_timestamp() from generate_series(1, ") +
                    crowd +
                    ") n; insert into graphile_worker._private_job_queues (queue_name)"
                    " select 'endpoint-' || gen_random_uuid() from generate_series(1, " +
                    crowd + ") n");
      check_sizes();
      database->run("analyze");
      repository = make_repository();
      check_sizes();
    }
  }

  void tasks_go_to_the_endpoints_queue_with_three_attempts() {
    complete(
        R"({"jobs":[{"id":"a","enabled":true,"internal":false}],"sources":[{}],"dynamicTriggers":[{}],"dynamicSchedules":[{}]})");
    CPPUNIT_ASSERT_EQUAL(std::string("4"),
                         count("graphile_worker.jobs join graphile_worker._private_jobs p using (id)"
                               " where jobs.max_attempts = 3 and jobs.priority = 0 and jobs.key is null"
                               " and jobs.flags is null and jobs.run_at = jobs.created_at"
                               " and queue_name = 'endpoint-" +
                               endpoint.id + "' and payload ->> 'endpointId' = '" + endpoint.id + "'"));
  }

  void disabled_jobs_are_stored_but_get_no_task() {
    const EndpointIndex index = complete(
        R"({"jobs":[{"id":"on","enabled":true,"internal":false},{"id":"off","enabled":false,"internal":false}]})");
    CPPUNIT_ASSERT_EQUAL(std::string("1"), count("graphile_worker.jobs"));
    CPPUNIT_ASSERT_EQUAL(std::string("2"), data_of(index, "jsonb_array_length(data -> 'jobs')"));
  }

  void a_missing_internal_becomes_false_in_data_and_tasks() {
    const EndpointIndex index = complete(
        R"({"jobs":[{"id":"a","enabled":true},{"id":"b","enabled":true,"internal":true},{ },{"id":"c","enabled":false}]})");
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            R"([{"id": "a", "enabled": true, "internal": false}, {"id": "b", "enabled": true, "internal": true})"
            R"(, {"internal": false}, {"id": "c", "enabled": false, "internal": false}])"),
        data_of(index, "data -> 'jobs'"));
    CPPUNIT_ASSERT_EQUAL(
        std::string(R"({"internal":false,"id":"a","enabled":true})"),
        database->value("select payload -> 'job' from graphile_worker._private_jobs order by id limit 1"));
  }

  void numbers_and_key_order_of_entries_stay_as_written() {
    const EndpointIndex index =
        complete(R"({"jobs":[],"sources":[{"z":1e2,"a":12345678901234567890.10,"m":1.50,"b":1e400}]})");
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"z":1e2,"a":12345678901234567890.10,"m":1.50,"b":1e400})"),
                         database->value("select payload -> 'source' from graphile_worker._private_jobs"));
    CPPUNIT_ASSERT_EQUAL(std::string("12345678901234567890.10 1.50"),
                         data_of(index, "concat_ws(' ', data #>> '{sources,0,a}', data #>> '{sources,0,m}')"));
  }

  void unknown_members_are_kept() {
    const EndpointIndex index = complete(R"({"jobs":[],"webhooks":[{"id":"w"}],"future":{"x":null}})");
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"jobs": [], "future": {"x": null}, "webhooks": [{"id": "w"}]})"),
                         data_of(index, "data"));
  }

  void an_empty_manifest_is_an_index_without_tasks() {
    complete(kEmptyManifest);
    CPPUNIT_ASSERT_EQUAL(std::string("0"), count("graphile_worker.jobs"));
    CPPUNIT_ASSERT_EQUAL(std::string("1"), count("endpoint_indexes"));
  }

  void absent_sections_count_as_empty() {
    complete(R"({"jobs":[{"id":"a","enabled":true,"internal":false}],"sources":null})");
    CPPUNIT_ASSERT_EQUAL(std::string("1"), count("graphile_worker.jobs"));
  }

  void the_run_succeeds_with_index_versions_and_statistics() {
    const IndexRun run = started(endpoint);
    Manifest manifest = manifest_of(kEmptyManifest, 7);
    const EndpointIndex index = repository->complete_run(run, manifest, {"2.3.19", "1", {}}).value();
    const IndexRun done = *repository->find_run(environment.id, run.id);
    CPPUNIT_ASSERT(done.status == RunStatus::success);
    CPPUNIT_ASSERT_EQUAL(index.id, *done.index_id);
    CPPUNIT_ASSERT_EQUAL(std::string("2.3.19"), *done.facts.sdk_version);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), *done.facts.api_version);
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"jobs": 7, "sources": 0, "dynamicTriggers": 0, "dynamicSchedules": 0})"),
                         *done.stats_json);
    CPPUNIT_ASSERT_EQUAL(*done.stats_json, index.stats_json);
    CPPUNIT_ASSERT(done.finished_at && !done.error && !done.next_attempt_at);
  }

  void source_reason_and_source_data_go_into_the_index() {
    const EndpointIndex with = repository
                                   ->complete_run(started(endpoint, {IndexSource::hook, "deployed", R"({"a": 1})"}),
                                                  manifest_of(kEmptyManifest), {})
                                   .value();
    CPPUNIT_ASSERT_EQUAL(std::string("HOOK"), with.source);
    CPPUNIT_ASSERT_EQUAL(std::string("deployed"), *with.reason);
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"a": 1})"), *with.source_data);
    const EndpointIndex without = complete(kEmptyManifest);
    CPPUNIT_ASSERT(!without.reason && !without.source_data);
    CPPUNIT_ASSERT_EQUAL(std::string("t"), data_of(without, "source_data is null and reason is null"));
  }

  void ten_thousand_entries_fit() {
    complete(numbered_manifest(2500, std::string(500, 'x')));
    CPPUNIT_ASSERT_EQUAL(std::string("10000"), count("graphile_worker.jobs"));
  }

  void an_answer_that_arrives_late_is_not_the_latest_index() {
    const IndexRun early = started(endpoint);
    const IndexRun later = started(endpoint);
    const EndpointIndex newest = repository->complete_run(later, manifest_of(kEmptyManifest), {}).value();
    const EndpointIndex late = repository->complete_run(early, manifest_of(kEmptyManifest), {}).value();
    CPPUNIT_ASSERT(late.id != newest.id);
    CPPUNIT_ASSERT_EQUAL(newest.id, repository->summary(environment.id, "my-app")->latest_index->id);
    CPPUNIT_ASSERT_EQUAL(newest.id, repository->list_indexes(endpoint.id, 1, {}).items.at(0).id);
    CPPUNIT_ASSERT_EQUAL(later.id, repository->summary(environment.id, "my-app")->latest_run->id);
  }

  void a_result_of_an_earlier_attempt_is_refused() {
    const IndexRun first = repository->start_run(endpoint, {}, TaskAttempt{"4711", 1}).value();
    const IndexRun second = repository->start_run(endpoint, {}, TaskAttempt{"4711", 2}).value();
    CPPUNIT_ASSERT_EQUAL(first.id, second.id);
    CPPUNIT_ASSERT(!repository->complete_run(first, manifest_of(numbered_manifest(1)), {}));
    CPPUNIT_ASSERT_EQUAL(std::string("0"), count("graphile_worker.jobs"));
    CPPUNIT_ASSERT_EQUAL(std::string("0"), count("endpoint_indexes"));
    repository->complete_run(second, manifest_of(numbered_manifest(1)), {});
    CPPUNIT_ASSERT(repository->find_run(environment.id, second.id)->status == RunStatus::success);
  }

  void a_failure_inside_leaves_nothing() {
    const IndexRun run = started(endpoint);
    database->run(
        "alter table graphile_worker._private_jobs add constraint no_b"
        " check (payload #>> '{dynamicSchedule,id}' <> '2')");
    CPPUNIT_ASSERT_THROW(repository->complete_run(run, manifest_of(numbered_manifest(3)), {}), RepositoryError);
    expect_untouched(run);
  }

  void a_connection_lost_inside_leaves_nothing() {
    const IndexRun run = started(endpoint);
    // The connection ends after the index row was written and while the tasks are.
    database->run(
        "create function hang_up() returns trigger language plpgsql as $$ begin"
        "  if (select count(*) from endpoint_indexes) >= 0 and new.payload #>> '{source,key}' = '2' then"
        "    perform pg_terminate_backend(pg_backend_pid()); end if; return new; end $$;"
        "create trigger hang_up before insert on graphile_worker._private_jobs"
        "  for each row execute function hang_up()");
    try {
      repository->complete_run(run, manifest_of(numbered_manifest(3)), {});
      CPPUNIT_FAIL("completed over a lost connection");
    } catch (const RepositoryError& error) {
      CPPUNIT_ASSERT(error.cause() == DatabaseCause::connection);
    }
    expect_untouched(run);
    database->run("drop trigger hang_up on graphile_worker._private_jobs");
    repository->complete_run(run, manifest_of(numbered_manifest(3)), {});
    CPPUNIT_ASSERT_EQUAL(std::string("12"), count("graphile_worker.jobs"));
  }

 private:
  EndpointIndex complete(const std::string& json) {
    return repository->complete_run(started(endpoint), manifest_of(json), {}).value();
  }

  std::string data_of(const EndpointIndex& index, const std::string& expression) {
    return database->value("select " + expression + " from endpoint_indexes where id = $1", {index.id});
  }

  void expect_untouched(const IndexRun& run) {
    CPPUNIT_ASSERT_EQUAL(std::string("0"), count("graphile_worker.jobs"));
    CPPUNIT_ASSERT_EQUAL(std::string("0"), count("endpoint_indexes"));
    CPPUNIT_ASSERT(repository->find_run(environment.id, run.id)->status == RunStatus::started);
  }

  // `size` entries of each kind, numbered from 1.
  static std::string numbered_manifest(int size, const std::string& filler = "") {
    const auto section = [&](const char* name, const char* id, const char* more) {
      std::string out = std::string("\"") + name + "\":[";
      for (int i = 1; i <= size; ++i)
        out += (i > 1 ? ",{\"" : "{\"") + std::string(id) + "\":\"" + std::to_string(i) + "\",\"filler\":\"" + filler +
               '"' + more + '}';
      return out + ']';
    };
    return '{' + section("jobs", "id", R"(,"enabled":true,"internal":false)") + ',' + section("sources", "key", "") +
           ',' + section("dynamicTriggers", "id", "") + ',' + section("dynamicSchedules", "id", "") + '}';
  }

  Endpoint endpoint;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CompleteRunTest);

}  // namespace kongflow::endpoints
