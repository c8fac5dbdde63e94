// Payloads that are large, or that cannot be read.
#include <algorithm>
#include <atomic>

#include "host/base/text.h"
#include "integration/tasks/runner_fixture.h"

namespace kongflow::testing {
namespace {

class PayloadsTest : public RunnerFixture {
  CPPUNIT_TEST_SUITE(PayloadsTest);
  CPPUNIT_TEST(a_payload_of_any_size_arrives_whole);
  CPPUNIT_TEST(a_payload_that_cannot_be_read_fails_its_task_alone);
  CPPUNIT_TEST(a_payload_beyond_the_limit_fails_its_task_alone);
  CPPUNIT_TEST(large_payloads_take_turns_within_their_memory_and_small_ones_pass_them);
  CPPUNIT_TEST(large_payloads_that_wait_for_memory_leave_threads_to_small_ones);
  CPPUNIT_TEST(payloads_that_cannot_be_fetched_come_back_later_and_are_reported);
  CPPUNIT_TEST(a_failed_take_is_repeated_without_payloads_only_when_a_payload_is_the_reason);
  CPPUNIT_TEST(a_task_that_waits_for_memory_is_given_back_when_the_host_stops);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_payload_of_any_size_arrives_whole() {
    on("measure", [this](const kf_task& task, auto&) {
      note(database_.value("select md5($1)", {std::string(host::view(task.payload_json))}));
      return KF_OK;
    });
    const std::vector<std::string> payloads{random_json("8"), random_json("10000"), random_json("3000000"),
                                            "json_build_object('text', repeat('x', 5000000))"};
    for (const auto& payload : payloads)
      for (const char* queue : {"null", "'q'"})
        add("measure", "queue_name => " + std::string(queue) + ", payload => " + payload);
    const std::string hashes = database_.value(
        "select string_agg(md5(payload::text), ' ' order by md5(payload::text)) from graphile_worker._private_jobs");
    start();
    await_empty();
    auto seen = notes();
    std::sort(seen.begin(), seen.end());
    std::string all;
    for (const auto& hash : seen) all += (all.empty() ? "" : " ") + hash;
    CPPUNIT_ASSERT_EQUAL(hashes, all);
  }

  void a_payload_that_cannot_be_read_fails_its_task_alone() {
    on("fine", [](auto&, auto&) { return KF_OK; });
    for (const char* size : {"5000", "500000"})  // one that is taken along, and one that is not
      for (const char* queue : {"null", "'q'"})
        add("fine", "queue_name => " + std::string(queue) + ", payload => " + random_json(size));
    lose_toast();
    add("fine");
    add("fine", "queue_name => 'r'");
    add("fine", "payload => " + random_json("500000"));
    start();
    await("the others are done and the broken ones have failed", [&] {
      return count("last_error like 'The payload cannot be read: missing chunk%'") == count() && count() == "4";
    });
    CPPUNIT_ASSERT_EQUAL(std::string("4"), count("attempts >= 1 and attempts < max_attempts"));
  }

  void a_payload_beyond_the_limit_fails_its_task_alone() {
    settings_.payload_memory_bytes = 1024 * 1024;
    on("fine", [](auto&, auto&) { return KF_OK; });
    const std::string large = add("fine", "max_attempts => 1, payload => json_build_object('t', repeat('x', 1048576))");
    add("fine", "payload => " + random_json("900000"));
    start();
    await("one is left, failed", [&] { return count() == "1" && !of_task(large, "last_error").empty(); });
    CPPUNIT_ASSERT_EQUAL(std::string("1 The payload has 1048586 bytes; tasks.payload_memory allows 1MiB."),
                         of_task(large, "concat_ws(' ', attempts, last_error)"));
    CPPUNIT_ASSERT(metrics().find("outcome=\"failed\"} 1") != std::string::npos);
  }

  void large_payloads_take_turns_within_their_memory_and_small_ones_pass_them() {
    settings_.payload_memory_bytes = 1024 * 1024;
    std::atomic<std::size_t> bytes{0}, most{0};
    std::atomic<bool> small_done{false};
    on("large", [&](const kf_task& task, auto&) {
      const std::size_t now = bytes += task.payload_json.size;
      if (now > most) most = now;
      await("the small task has passed", [&] { return small_done.load(); });
      bytes -= task.payload_json.size;
      return KF_OK;
    });
    on("small", [&](auto&, auto&) {
      small_done = true;
      return KF_OK;
    });
    for (int i = 0; i < 6; ++i) add("large", "payload => " + random_json("400000"));
    start();
    await("two are at work", [&] { return bytes.load() > 800'000; });
    add("small");
    await_empty();
    CPPUNIT_ASSERT(most <= settings_.payload_memory_bytes);
  }

  void a_task_that_waits_for_memory_is_given_back_when_the_host_stops() {
    settings_.payload_memory_bytes = 1024 * 1024;
    on("large", [this](auto&, host::Call& call) {
      note("runs");
      await("the host stops", [&] { return call.cancelled(); });
      return KF_CANCELLED;
    });
    for (int i = 0; i < 2; ++i) add("large", "payload => " + random_json("900000"));
    auto& runner = start();
    await("one runs and one is taken", [this] { return notes().size() == 1 && count("locked_by is not null") == "2"; });
    runner.stop();
    CPPUNIT_ASSERT_EQUAL(std::string("2"), count("locked_by is null and attempts = 0"));
  }

  void large_payloads_that_wait_for_memory_leave_threads_to_small_ones() {
    settings_.payload_memory_bytes = 1024 * 1024;
    settings_.concurrency = 4;
    std::atomic<bool> small_done{false};
    on("large", [&](auto&, auto&) {
      note("large");
      await("the small task has passed", [&] { return small_done.load(); });
      return KF_OK;
    });
    on("small", [&](auto&, auto&) {
      small_done = true;
      return KF_OK;
    });
    for (int i = 0; i < 6; ++i) add("large", "payload => " + random_json("900000"));
    start();
    await("one runs and the others have been taken or postponed",
          [&] { return notes().size() == 1 && count("locked_by is null and run_at <= now()") == "0"; });
    add("small");
    await("the small task has passed", [&] { return small_done.load(); });
    CPPUNIT_ASSERT_EQUAL(std::string("0"), count("last_error is not null"));
  }

  void payloads_that_cannot_be_fetched_come_back_later_and_are_reported() {
    on("large", [](auto&, auto&) { return KF_OK; });
    auto& runner = start();
    auto connection = database_.connect();
    const auto value = [&](const char* sql) { return connection.execute(sql).text(0, 0); };
    database_.allow_connections(false);  // those that exist stay
    connection.execute(("select graphile_worker.add_job('large', " + random_json("100000") + ")").c_str());
    await("the failure is reported", [&] { return runner.problem().has_value(); });
    CPPUNIT_ASSERT_EQUAL(std::string("Large payloads of tasks cannot be read: "), runner.problem()->substr(0, 40));
    await("the task is postponed", [&] {
      return value(
                 "select count(*) from graphile_worker._private_jobs "
                 "where run_at > created_at and attempts = 0 and locked_by is null and last_error is null") == "1";
    });
    database_.allow_connections(true);
    await_empty();
    CPPUNIT_ASSERT(!runner.problem());
    const std::string log = log_text();
    const auto warning = log.find("Large payloads cannot be read");
    CPPUNIT_ASSERT(warning != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(warning, log.rfind("Large payloads cannot be read"));
    CPPUNIT_ASSERT(log.find("Large payloads can be read again") != std::string::npos);
  }

  void a_failed_take_is_repeated_without_payloads_only_when_a_payload_is_the_reason() {
    database_.run(R"(
      create sequence takes;
      create function fail_once() returns trigger language plpgsql as $$
      begin
        if nextval('takes') = 1 then raise exception 'out of order' using errcode = 'P0001'; end if;
        return new;
      end $$;
      create trigger fail_once before update on graphile_worker._private_jobs
      for each row when (new.locked_by is not null) execute function fail_once())");
    on("small", [](auto&, auto&) { return KF_OK; });
    add("small");
    start();
    await_empty();
    CPPUNIT_ASSERT(log_text().find("Tasks cannot be taken") != std::string::npos);
  }

 private:
  // SQL for a document of about `bytes` that no compression makes smaller.
  static std::string random_json(const std::string& bytes) {
    return "(select json_build_object('text', string_agg(md5(random()::text), '')) from generate_series(1, " + bytes +
           " / 32 + 1))";
  }

  // As after a disk lost a page: the queue's rows are there, parts of their payloads are not.
  void lose_toast() {
    const std::string toast =
        database_.value("select reltoastrelid from pg_class where oid = 'graphile_worker._private_jobs'::regclass");
    const std::string name = database_.value("select oid::regclass from pg_class where oid = " + toast);
    database_.run("set allow_system_table_mods = on; update pg_class set relkind = 'r' where oid = " + toast);
    database_.run("delete from " + name);
    database_.run("vacuum " + name);  // deleted parts stay readable until then
    database_.run("set allow_system_table_mods = on; update pg_class set relkind = 't' where oid = " + toast);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PayloadsTest);

}  // namespace
}  // namespace kongflow::testing
