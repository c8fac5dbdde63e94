#include <cppunit/extensions/HelperMacros.h>

#include <set>
#include <thread>

#include "fixture.h"

namespace kongflow::endpoints {

class RegisterEndpointTest : public RepositoryFixture {
  CPPUNIT_TEST_SUITE(RegisterEndpointTest);
  CPPUNIT_TEST(a_new_endpoint_is_stored_with_a_pending_run_and_its_task);
  CPPUNIT_TEST(registering_again_updates_the_url_and_the_time_and_keeps_the_rest);
  CPPUNIT_TEST(one_slug_in_two_environments_is_two_endpoints);
  CPPUNIT_TEST(many_at_once_make_one_row_and_one_hook_identifier);
  CPPUNIT_TEST(the_task_may_have_another_number_of_attempts);
  CPPUNIT_TEST(nothing_is_stored_when_the_task_cannot_be_added);
  CPPUNIT_TEST(enqueue_stores_reason_and_source_data_and_puts_them_into_the_payload);
  CPPUNIT_TEST(enqueue_leaves_out_what_is_absent);
  CPPUNIT_TEST(enqueue_delays_the_task_exactly);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_new_endpoint_is_stored_with_a_pending_run_and_its_task() {
    const auto [endpoint, run] =
        repository->register_endpoint(new_endpoint("my-app", "http://localhost:3000/a"), 25).value();

    CPPUNIT_ASSERT_EQUAL(std::string("my-app"), endpoint.slug);
    CPPUNIT_ASSERT_EQUAL(std::string("http://localhost:3000/a"), endpoint.url);
    CPPUNIT_ASSERT_EQUAL(environment.id, endpoint.environment_id);
    CPPUNIT_ASSERT_EQUAL(environment.organization_id, endpoint.organization_id);
    CPPUNIT_ASSERT_EQUAL(environment.project_id, endpoint.project_id);
    CPPUNIT_ASSERT_EQUAL(std::string("0123456789"), endpoint.indexing_hook_identifier);
    CPPUNIT_ASSERT_EQUAL(std::size_t{24}, endpoint.created_at.size());
    CPPUNIT_ASSERT_EQUAL('Z', endpoint.created_at.back());
    CPPUNIT_ASSERT_EQUAL(endpoint.created_at, endpoint.updated_at);

    CPPUNIT_ASSERT(run.status == RunStatus::pending);
    CPPUNIT_ASSERT(run.request.source == IndexSource::internal);
    CPPUNIT_ASSERT(!run.request.reason && !run.request.source_data && !run.started_at && !run.index_id);
    CPPUNIT_ASSERT_EQUAL(
        R"({"id": ")" + endpoint.id + R"(", "source": "INTERNAL"}|endpoint-)" + endpoint.id + "|25|0|0|indexEndpoint",
        database->value("select concat_ws('|', payload::jsonb, queue_name, j.max_attempts, j.priority,"
                        " extract(epoch from j.run_at - j.created_at)::int,"
                        " j.key, j.flags, task_identifier)"
                        " from graphile_worker.jobs j join graphile_worker._private_jobs p using (id) where id = $1",
                        {run.task_id}));
  }

  void registering_again_updates_the_url_and_the_time_and_keeps_the_rest() {
    const Endpoint first = repository->register_endpoint(new_endpoint("my-app", "http://localhost/one"), 25)->endpoint;
    NewEndpoint again = new_endpoint("my-app", "http://localhost/two");
    again.indexing_hook_identifier = "zzzzzzzzzz";
    const Endpoint second = repository->register_endpoint(again, 25)->endpoint;

    CPPUNIT_ASSERT_EQUAL(first.id, second.id);
    CPPUNIT_ASSERT_EQUAL(std::string("http://localhost/two"), second.url);
    CPPUNIT_ASSERT_EQUAL(first.indexing_hook_identifier, second.indexing_hook_identifier);
    CPPUNIT_ASSERT_EQUAL(first.created_at, second.created_at);
    CPPUNIT_ASSERT_EQUAL(std::string("t"), database->value("select updated_at > created_at from endpoints"));
    CPPUNIT_ASSERT_EQUAL(std::string("2"), count("graphile_worker.jobs"));
    CPPUNIT_ASSERT_EQUAL(std::string("2"), count("endpoint_index_runs"));
  }

  void one_slug_in_two_environments_is_two_endpoints() {
    const Endpoint development = registered().endpoint;
    environment = make_environment("PRODUCTION");
    const Endpoint production = registered().endpoint;
    CPPUNIT_ASSERT(development.id != production.id);
    CPPUNIT_ASSERT_EQUAL(production.id, repository->find(environment.id, "my-app")->id);
  }

  void many_at_once_make_one_row_and_one_hook_identifier() {
    constexpr int kThreads = 64;
    const auto shared = make_repository(16);
    std::vector<std::string> ids(kThreads), hooks(kThreads), errors(kThreads);
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i)
      threads.emplace_back([&, i] {
        try {
          NewEndpoint mine = new_endpoint("my-app", "http://localhost/" + std::to_string(i));
          mine.indexing_hook_identifier = "hook" + std::to_string(100000 + i);
          const Endpoint endpoint = shared->register_endpoint(mine, 25)->endpoint;
          ids[i] = endpoint.id;
          hooks[i] = endpoint.indexing_hook_identifier;
        } catch (const std::exception& error) {
          errors[i] = error.what();
        }
      });
    for (auto& thread : threads) thread.join();

    CPPUNIT_ASSERT_EQUAL(std::string(), *std::max_element(errors.begin(), errors.end()));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, std::set<std::string>(ids.begin(), ids.end()).size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, std::set<std::string>(hooks.begin(), hooks.end()).size());
    CPPUNIT_ASSERT_EQUAL(std::string("1"), count("endpoints"));
    CPPUNIT_ASSERT_EQUAL(std::string("64"),
                         count("endpoint_index_runs r join graphile_worker.jobs j on j.id = r.task_id"));
  }

  void the_task_may_have_another_number_of_attempts() {
    repository->register_endpoint(new_endpoint(), 1);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), database->value("select max_attempts from graphile_worker.jobs"));
  }

  void nothing_is_stored_when_the_task_cannot_be_added() {
    database->run("alter table graphile_worker._private_jobs add constraint full_up check (false) not valid");
    CPPUNIT_ASSERT_THROW(registered(), RepositoryError);
    CPPUNIT_ASSERT_EQUAL(std::string("0"), count("endpoints"));
    CPPUNIT_ASSERT_EQUAL(std::string("0"), count("endpoint_index_runs"));
  }

  void enqueue_stores_reason_and_source_data_and_puts_them_into_the_payload() {
    const Endpoint endpoint = registered().endpoint;
    const std::string reason = "déploiement \"42\"\n\\ 日本 😀";
    const IndexRun run =
        repository
            ->enqueue_index(
                endpoint, {IndexSource::hook, reason, R"({"n": 12345678901234567890.10, "list": [null, {}]})"}, 25, {})
            .value();

    CPPUNIT_ASSERT(run.status == RunStatus::pending);
    CPPUNIT_ASSERT_EQUAL(reason, *run.request.reason);
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"n": 12345678901234567890.10, "list": [null, {}]})"),
                         *run.request.source_data);
    CPPUNIT_ASSERT_EQUAL(
        std::string("t"),
        database->value(
            "select payload::jsonb = jsonb_build_object('id', $2::text, 'source', 'HOOK', 'reason', $3::text,"
            " 'sourceData', $4::jsonb) from graphile_worker._private_jobs where id = $1",
            {run.task_id, endpoint.id, reason, run.request.source_data}));
  }

  void enqueue_leaves_out_what_is_absent() {
    const Endpoint endpoint = registered().endpoint;
    const IndexRun bare = repository->enqueue_index(endpoint, {IndexSource::api, {}, {}}, 25, {}).value();
    const IndexRun empty = repository->enqueue_index(endpoint, {IndexSource::api, "", "null"}, 25, {}).value();
    const auto payload = [&](const IndexRun& run) {
      return database->value("select payload::jsonb - 'id' from graphile_worker._private_jobs where id = $1",
                             {run.task_id});
    };
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"source": "API"})"), payload(bare));
    CPPUNIT_ASSERT(!bare.request.reason && !bare.request.source_data);
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"reason": "", "source": "API", "sourceData": null})"), payload(empty));
    CPPUNIT_ASSERT_EQUAL(std::string("null"), *empty.request.source_data);
  }

  void enqueue_delays_the_task_exactly() {
    const Endpoint endpoint = registered().endpoint;
    const IndexRun run =
        repository->enqueue_index(endpoint, {IndexSource::hook, {}, {}}, 25, std::chrono::milliseconds(5000)).value();
    CPPUNIT_ASSERT_EQUAL(
        std::string("00:00:05"),
        database->value("select run_at - created_at from graphile_worker.jobs where id = $1", {run.task_id}));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RegisterEndpointTest);

}  // namespace kongflow::endpoints
