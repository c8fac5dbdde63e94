#include <cppunit/extensions/HelperMacros.h>

#include <future>
#include <string>

#include "fixture.h"

namespace kongflow::endpoints {

class RemoveEndpointTest : public RepositoryFixture {
  CPPUNIT_TEST_SUITE(RemoveEndpointTest);
  CPPUNIT_TEST(a_task_that_is_added_while_the_removal_waits_is_removed_too);
  CPPUNIT_TEST(a_taken_task_stays_whatever_its_payload_holds);
  CPPUNIT_TEST(tasks_of_others_are_left_alone);
  CPPUNIT_TEST(a_task_that_cannot_be_removed_keeps_the_endpoint);
  CPPUNIT_TEST(removals_are_recorded_for_sessions_with_another_search_path_and_few_rights);
  CPPUNIT_TEST(truncated_endpoints_are_recorded);
  CPPUNIT_TEST(an_endpoint_that_is_restored_can_be_removed_again);
  CPPUNIT_TEST(expired_records_are_deleted_with_later_removals);
  CPPUNIT_TEST(an_expired_record_that_is_locked_holds_up_no_removal);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_task_that_is_added_while_the_removal_waits_is_removed_too() {
    const Endpoint endpoint = registered().endpoint;
    auto writer = database->connect();
    writer.execute("begin");
    writer.execute("select id from endpoints where id = $1 for key share", {endpoint.id});
    auto removal = std::async(std::launch::async, [&] { return repository->remove(environment.id, "my-app"); });
    while (count("pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") == "0") {
    }
    writer.execute("select graphile_worker.add_job('indexEndpoint', '{}', queue_name := 'endpoint-' || $1::text)",
                   {endpoint.id});
    writer.execute("commit");
    CPPUNIT_ASSERT(removal.get());
    CPPUNIT_ASSERT_EQUAL(std::string("0"), count("graphile_worker.jobs"));
    CPPUNIT_ASSERT_EQUAL(std::string("0"), count("endpoints"));
  }

  void a_taken_task_stays_whatever_its_payload_holds() {
    for (const char* payload : {R"({"reason":"\u0000"})", R"({"reason":"\ud800"})", "[]", R"({"n":1e999999})"}) {
      const Endpoint endpoint = registered().endpoint;
      database->run("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker', payload = '" +
                    std::string(payload) + "'");
      CPPUNIT_ASSERT(repository->remove(environment.id, "my-app"));
      CPPUNIT_ASSERT(repository->was_removed(endpoint.id));
      CPPUNIT_ASSERT_EQUAL(std::string(payload), database->value("select payload from graphile_worker._private_jobs"));
      database->run("delete from graphile_worker._private_jobs");
    }
  }

  void tasks_of_others_are_left_alone() {
    registered();
    const TaskAttempt other{*registered("other").run.task_id, 1, 25};
    database->run("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker' where id = " +
                  other.task_id);
    CPPUNIT_ASSERT(repository->remove(environment.id, "my-app"));
    CPPUNIT_ASSERT_EQUAL(std::string("1"), count("graphile_worker.jobs"));
  }

  void a_task_that_cannot_be_removed_keeps_the_endpoint() {
    registered();
    database->run(
        "create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$;"
        "create trigger refuse before delete on graphile_worker._private_jobs for each row execute function refuse()");
    CPPUNIT_ASSERT_THROW(repository->remove(environment.id, "my-app"), RepositoryError);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), count("endpoints"));
    CPPUNIT_ASSERT_EQUAL(std::string("1"), count("endpoint_index_runs"));
    CPPUNIT_ASSERT_EQUAL(std::string("0"), count("removed_endpoints"));
  }

  void removals_are_recorded_for_sessions_with_another_search_path_and_few_rights() {
    const Endpoint endpoint = registered().endpoint;
    const std::string role = "q_" + database->value("select current_database()");
    auto operator_session = database->connect();
    operator_session.execute_script("create role \"" + role + "\"; grant select, delete on endpoints to \"" + role +
                                    "\"; create schema other; grant usage on schema other to \"" + role +
                                    "\"; create table other.removed_endpoints (); set role \"" + role +
                                    "\"; set search_path = other; create temp table removed_endpoints ()");
    operator_session.execute("delete from public.endpoints where id = $1", {endpoint.id});
    operator_session.execute_script("reset role; drop owned by \"" + role + "\"; drop role \"" + role + "\"");
    CPPUNIT_ASSERT(repository->was_removed(endpoint.id));
  }

  void truncated_endpoints_are_recorded() {
    for (const char* table : {"endpoints", "organizations"}) {
      const Endpoint endpoint = registered().endpoint;
      const Endpoint other = registered("other").endpoint;
      database->run("truncate " + std::string(table) + " cascade");
      CPPUNIT_ASSERT_MESSAGE(table, repository->was_removed(endpoint.id) && repository->was_removed(other.id));
    }
  }

  void an_endpoint_that_is_restored_can_be_removed_again() {
    const Endpoint endpoint = registered().endpoint;
    database->run("create table saved as table endpoints; delete from endpoints");
    expire_records();
    database->run("insert into endpoints table saved; delete from endpoints");
    CPPUNIT_ASSERT_EQUAL(std::string("1"), count("removed_endpoints where removed_at > now() - interval '1 hour'"));
    CPPUNIT_ASSERT(repository->was_removed(endpoint.id));
  }

  void expired_records_are_deleted_with_later_removals() {
    constexpr int kExpired = 5;
    for (int i = 0; i < kExpired; ++i) registered("old-" + std::to_string(i));
    database->run("delete from endpoints");
    expire_records();
    for (const char* left : {"4", "3", "3"}) {
      registered();
      repository->remove(environment.id, "my-app");
      CPPUNIT_ASSERT_EQUAL(std::string(left), count("removed_endpoints"));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("0"), count("removed_endpoints where removed_at < now() - interval '1 hour'"));
    database->run("delete from endpoints");
    CPPUNIT_ASSERT_EQUAL(std::string("3"), count("removed_endpoints"));
  }

  void an_expired_record_that_is_locked_holds_up_no_removal() {
    registered("old");
    repository->remove(environment.id, "old");
    expire_records();
    auto other = database->connect();
    other.execute("begin");
    other.execute("select from removed_endpoints for update");
    registered();
    CPPUNIT_ASSERT(repository->remove(environment.id, "my-app"));
    CPPUNIT_ASSERT_EQUAL(std::string("2"), count("removed_endpoints"));
  }

 private:
  void expire_records() {
    database->run("update removed_endpoints set removed_at = now() - interval '14 days 1 minute'");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RemoveEndpointTest);

}  // namespace kongflow::endpoints
