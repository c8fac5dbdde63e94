#include <cppunit/extensions/HelperMacros.h>

#include <future>
#include <string>

#include "fixture.h"

namespace kongflow::endpoints {

class RemoveEndpointTest : public RepositoryFixture {
  CPPUNIT_TEST_SUITE(RemoveEndpointTest);
  CPPUNIT_TEST(a_task_that_is_added_while_the_removal_waits_is_removed_too);
  CPPUNIT_TEST(a_taken_task_stays_and_is_known_to_belong_to_a_removed_endpoint);
  CPPUNIT_TEST(tasks_of_others_are_left_alone);
  CPPUNIT_TEST(a_task_that_cannot_be_removed_keeps_the_endpoint);
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

  void a_taken_task_stays_and_is_known_to_belong_to_a_removed_endpoint() {
    const TaskAttempt taken{*registered().run.task_id, 1, 25};
    database->run("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker', attempts = 1");
    CPPUNIT_ASSERT(!repository->endpoint_was_removed(taken));
    CPPUNIT_ASSERT(repository->remove(environment.id, "my-app"));
    CPPUNIT_ASSERT(repository->endpoint_was_removed(taken));
    CPPUNIT_ASSERT_EQUAL(std::string("1"), count("graphile_worker.jobs where locked_at is not null"));
    CPPUNIT_ASSERT(!repository->endpoint_was_removed({"4711", 1, 25}));
  }

  void tasks_of_others_are_left_alone() {
    registered();
    const TaskAttempt other{*registered("other").run.task_id, 1, 25};
    database->run("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker' where id = " +
                  other.task_id);
    CPPUNIT_ASSERT(repository->remove(environment.id, "my-app"));
    CPPUNIT_ASSERT(!repository->endpoint_was_removed(other));
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
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RemoveEndpointTest);

}  // namespace kongflow::endpoints
