// The example "registrar" in a host in memory, on a real database.
#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <memory>
#include <thread>

#include "kongflow/testing/fake_host.h"
#include "support/test_database.h"

namespace kongflow {
namespace {

using testing::FakeHost;
using testing::Outcome;
using testing::TestDatabase;

constexpr char kEndpoint[] = "aaaaaaaa-0000-4000-8000-000000000001";

class RegistrarTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RegistrarTest);
  CPPUNIT_TEST(keeps_one_row_for_each_entry);
  CPPUNIT_TEST(a_later_task_updates_the_row);
  CPPUNIT_TEST(an_earlier_task_and_a_repeated_one_change_nothing);
  CPPUNIT_TEST(a_row_of_long_ago_yields_to_every_task);
  CPPUNIT_TEST(a_payload_that_can_never_be_stored_fails_for_good);
  CPPUNIT_TEST(many_threads_and_two_hosts_make_one_table);
  CPPUNIT_TEST(goes_on_after_the_connections_were_lost);
  CPPUNIT_TEST(makes_the_table_anew_when_it_is_gone);
  CPPUNIT_TEST(without_a_database_tasks_wait_and_health_says_why);
  CPPUNIT_TEST(lists_what_an_environment_has_in_pages);
  CPPUNIT_TEST(the_panel_lists_filters_shows_and_forgets);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    host_ = std::make_unique<FakeHost>(*kongflow_plugin_entry());
    host_->set_database(database_.connection_string());
    host_->start();
  }
  void tearDown() override {
    host_->stop();
    CPPUNIT_ASSERT(host_->violations().empty());
    host_.reset();
  }

  void keeps_one_row_for_each_entry() {
    ok(put("registerJob", R"("job":{"id":"a","name":"A","version":"1.0.0"})", 1));
    ok(put("registerSource", R"("source":{"key":"k","channel":"HTTP"})", 2));
    ok(put("registerDynamicTrigger", R"("dynamicTrigger":{"id":"a","jobs":[]})", 3));
    ok(put("registerDynamicSchedule", R"("dynamicSchedule":{"id":"a","jobs":[]})", 4));
    CPPUNIT_ASSERT_EQUAL(
        std::string("job a, source k, dynamicTrigger a, dynamicSchedule a"),
        database_.value("select string_agg(kind || ' ' || key, ', ' order by id) from registrar_entries"));
    CPPUNIT_ASSERT_EQUAL(1.0, host_->metric("registrar_entries_total", {"source", "added"}));
  }

  void a_later_task_updates_the_row() {
    ok(put("registerJob", R"("job":{"id":"a","name":"Old"})", 1));
    ok(put("registerJob", R"("job":{"id":"a","name":"New"})", 2));
    CPPUNIT_ASSERT_EQUAL(std::string("New 1"), names());
    CPPUNIT_ASSERT_EQUAL(1.0, host_->metric("registrar_entries_total", {"job", "updated"}));
  }

  void an_earlier_task_and_a_repeated_one_change_nothing() {
    ok(put("registerJob", R"("job":{"id":"a","name":"New"})", 7));
    ok(put("registerJob", R"("job":{"id":"a","name":"Old"})", 6));
    ok(put("registerJob", R"("job":{"id":"a","name":"Again"})", 7));
    CPPUNIT_ASSERT_EQUAL(std::string("New 1"), names());
    CPPUNIT_ASSERT_EQUAL(2.0, host_->metric("registrar_entries_total", {"job", "unchanged"}));
  }

  void a_row_of_long_ago_yields_to_every_task() {
    ok(put("registerJob", R"("job":{"id":"a","name":"Old"})", 900));
    database_.run("update registrar_entries set updated_at = now() - interval '2 days'");
    ok(put("registerJob", R"("job":{"id":"a","name":"New"})", 1));
    CPPUNIT_ASSERT_EQUAL(std::string("New 1"), names());
  }

  void a_payload_that_can_never_be_stored_fails_for_good() {
    for (const char* payload :
         {"{}", "[]", "not json", R"({"job":{"id":"a"}})", R"({"job":{"id":"a"},"endpointId":"x"})",
          R"({"job":{"name":"no id"},"endpointId":"aaaaaaaa-0000-4000-8000-000000000001"})"}) {
      const Outcome outcome = host_->run_task("registerJob", {payload});
      CPPUNIT_ASSERT_EQUAL_MESSAGE(payload, kf_status{KF_FAILED}, outcome.status);
      CPPUNIT_ASSERT_EQUAL(std::string("BAD_PAYLOAD"), outcome.code);
    }
  }

  void many_threads_and_two_hosts_make_one_table() {
    FakeHost other(*kongflow_plugin_entry());
    other.set_database(database_.connection_string());
    other.start();
    std::vector<std::thread> threads;
    std::atomic<int> done{0};
    for (int i = 0; i < 16; ++i)
      threads.emplace_back([&, i] {
        FakeHost& host = i % 2 == 0 ? *host_ : other;
        const std::string job = R"({"job":{"id":")" + std::to_string(i) + R"("},"endpointId":")" + kEndpoint + R"("})";
        done += host.run_task("registerJob", {job, std::to_string(i)}).status == KF_OK ? 1 : 0;
      });
    for (auto& thread : threads) thread.join();
    CPPUNIT_ASSERT_EQUAL(16, done.load());
    CPPUNIT_ASSERT_EQUAL(std::string("16"), database_.value("select count(*) from registrar_entries"));
  }

  void goes_on_after_the_connections_were_lost() {
    ok(put("registerJob", R"("job":{"id":"a"})", 1));
    database_.disconnect_all();
    ok(put("registerJob", R"("job":{"id":"b"})", 2));
  }

  void makes_the_table_anew_when_it_is_gone() {
    ok(put("registerJob", R"("job":{"id":"a"})", 1));
    database_.run("drop table registrar_entries");
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_RETRY}, put("registerJob", R"("job":{"id":"a"})", 1).status);
    ok(put("registerJob", R"("job":{"id":"a"})", 1));
  }

  void without_a_database_tasks_wait_and_health_says_why() {
    ok(host_->health("table"));
    FakeHost host(*kongflow_plugin_entry());
    host.set_database("host=127.0.0.1 port=1 dbname=nowhere");
    host.start();
    const Outcome task = host.run_task("registerJob", {R"({"job":{"id":"a"},"endpointId":"x"})"});
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_RETRY}, task.status);
    CPPUNIT_ASSERT_EQUAL(std::string("NO_DATABASE"), task.code);
    CPPUNIT_ASSERT(host.health("table").message.find("registrar_entries cannot be used: ") != std::string::npos);

    FakeHost dry_run(*kongflow_plugin_entry());
    dry_run.start();
    CPPUNIT_ASSERT_EQUAL(std::string("NO_DATABASE"), dry_run.run_task("registerJob").code);
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_RETRY}, dry_run.rows("registered", "{}").status);
  }

  void lists_what_an_environment_has_in_pages() {
    make_endpoint();
    for (int i = 1; i <= 3; ++i) ok(put("registerJob", R"("job":{"id":")" + std::to_string(i) + R"("})", i));
    ok(put("registerSource", R"("source":{"key":"s"})", 4));
    const auto list = [&](const std::string& query, std::string environment = "11111111-1111-4111-8111-111111111111") {
      testing::EnvironmentFacts facts;
      facts.id = std::move(environment);
      return host_->request({"GET", "/api/v1/registered" + query, "", facts});
    };
    CPPUNIT_ASSERT_EQUAL(std::string("s,3,2|2"), keys(list("?limit=3").body, "registered", "nextCursor"));
    CPPUNIT_ASSERT_EQUAL(std::string("1|"), keys(list("?limit=3&cursor=2").body, "registered", "nextCursor"));
    CPPUNIT_ASSERT_EQUAL(std::string("s|"), keys(list("?kind=source").body, "registered", "nextCursor"));
    CPPUNIT_ASSERT_EQUAL(std::string("|"),
                         keys(list("", "99999999-1111-4111-8111-111111111111").body, "registered", "nextCursor"));
    CPPUNIT_ASSERT_EQUAL(400, static_cast<int>(list("?limit=0").status));
    CPPUNIT_ASSERT_EQUAL(400, static_cast<int>(list("?cursor=x").status));
    CPPUNIT_ASSERT_EQUAL(401, static_cast<int>(host_->request({"GET", "/api/v1/registered"}).status));
  }

  void the_panel_lists_filters_shows_and_forgets() {
    make_endpoint();
    for (int i = 1; i <= 3; ++i) ok(put("registerJob", R"("job":{"id":"job )" + std::to_string(i) + R"("})", i));
    const auto rows = [&](const std::string& query) {
      const Outcome outcome = host_->rows("registered", query);
      ok(outcome);
      return keys(outcome.json, "rows", "cursor");
    };
    CPPUNIT_ASSERT_EQUAL(std::string("job 3,job 2|2"), rows(R"({"limit":2,"cursor":null,"filter":null})"));
    CPPUNIT_ASSERT_EQUAL(std::string("job 1|"), rows(R"({"limit":2,"cursor":"2","filter":null})"));
    CPPUNIT_ASSERT_EQUAL(std::string("job 2|"), rows(R"({"limit":2,"cursor":null,"filter":"JOB 2"})"));
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, host_->rows("registered", R"({"cursor":"x"})").status);

    const Outcome row = host_->row("registered", R"({"id":"2","against":null})");
    ok(row);
    CPPUNIT_ASSERT_EQUAL(
        std::string("job 2 shop"),
        database_.value("select concat_ws(' ', $1::json ->> 'title', $1::json #>> '{values,endpoint}')", {row.json}));
    const std::string before = host_->version("registered").json;
    ok(host_->act("registered", "forget", R"({"id":"2"})"));
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_NOT_FOUND}, host_->act("registered", "forget", R"({"id":"2"})").status);
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_NOT_FOUND}, host_->row("registered", R"({"id":"2"})").status);
    CPPUNIT_ASSERT_EQUAL(std::string("job 3,job 1|"), rows(R"({"limit":9,"cursor":null,"filter":null})"));
    ok(put("registerJob", R"("job":{"id":"job 4"})", 4));
    CPPUNIT_ASSERT(before != host_->version("registered").json);
  }

 private:
  Outcome put(const std::string& identifier, const std::string& entry, int task) {
    return host_->run_task(identifier,
                           {"{" + entry + R"(,"endpointId":")" + kEndpoint + R"("})", std::to_string(task)});
  }
  static void ok(const Outcome& outcome) {
    CPPUNIT_ASSERT_EQUAL_MESSAGE(outcome.message, kf_status{KF_OK}, outcome.status);
  }

  std::string names() const {
    return database_.value("select concat_ws(' ', max(entry ->> 'name'), count(*)) from registrar_entries");
  }
  // "keys,of,the,rows|cursor"
  std::string keys(const std::string& json, const std::string& rows, const std::string& cursor) const {
    return database_.value(
        "select concat((select string_agg(r ->> 'key', ',' order by place) from "
        "json_array_elements($1::json -> $2::text) with ordinality as listed(r, place)), '|', $1::json ->> $3::text)",
        {json, rows, cursor});
  }
  void make_endpoint() const {
    database_.run(R"sql(
      with organization as (
        insert into organizations (title, slug) values ('Acme', 'acme') returning id
      ), project as (
        insert into projects (name, slug, organization_id) select 'Shop', 'shop', id from organization returning id
      ), environment as (
        insert into runtime_environments (id, slug, api_key, type, organization_id, project_id)
        select '11111111-1111-4111-8111-111111111111', 'dev', 'tr_dev_x', 'DEVELOPMENT', organization.id, project.id
        from organization, project returning id, organization_id, project_id
      )
      insert into endpoints (id, slug, url, indexing_hook_identifier, environment_id, organization_id, project_id)
      select 'aaaaaaaa-0000-4000-8000-000000000001', 'shop', 'http://127.0.0.1/', 'hook', id, organization_id, project_id
      from environment)sql");
  }

  TestDatabase database_;
  std::unique_ptr<FakeHost> host_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(RegistrarTest);

}  // namespace
}  // namespace kongflow
