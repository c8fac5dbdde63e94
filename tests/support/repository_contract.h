// What every EndpointRepository does, whatever it stores in.
#pragma once

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "domain/endpoint_repository.h"
#include "domain/json_text.h"
#include "support/queued_task.h"

namespace kongflow::endpoints {

// Subject: default-constructible, fresh and empty, with
//   EndpointRepository& repository();
//   Environment environment(int number);       // 0 and 1: two of one project
//   void remove_environment(const std::string& id);
//   std::vector<testing::QueuedTask> tasks();  // waiting ones, in the order in which they were put in
template <typename Subject>
class RepositoryContract : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RepositoryContract);
  CPPUNIT_TEST(new_endpoint_comes_with_a_pending_run_and_its_task);
  CPPUNIT_TEST(known_slug_gets_the_new_url_and_keeps_the_rest);
  CPPUNIT_TEST(changed_url_is_indexed_and_leaves_the_rest);
  CPPUNIT_TEST(environments_do_not_see_each_other);
  CPPUNIT_TEST(ids_that_are_no_uuids_find_nothing);
  CPPUNIT_TEST(enqueued_index_is_a_pending_run_and_a_delayed_task);
  CPPUNIT_TEST(wishes_beyond_those_that_wait_join_the_newest);
  CPPUNIT_TEST(task_starts_the_run_that_was_made_for_it);
  CPPUNIT_TEST(task_of_another_program_gets_a_run);
  CPPUNIT_TEST(without_a_task_a_new_run_starts);
  CPPUNIT_TEST(completed_run_has_an_index);
  CPPUNIT_TEST(register_tasks_come_in_the_order_of_the_lists);
  CPPUNIT_TEST(disabled_jobs_get_no_task);
  CPPUNIT_TEST(failed_run_tells_why_and_whether_it_goes_on);
  CPPUNIT_TEST(earlier_attempt_cannot_fail_a_later_one);
  CPPUNIT_TEST(later_attempt_turns_a_failed_run_to_success);
  CPPUNIT_TEST(later_attempt_of_a_run_that_succeeded_gets_it_back);
  CPPUNIT_TEST(result_of_an_earlier_attempt_is_refused);
  CPPUNIT_TEST(second_result_of_one_attempt_is_refused);
  CPPUNIT_TEST(summary_shows_the_latest_run_and_index);
  CPPUNIT_TEST(lists_are_newest_first_and_paged);
  CPPUNIT_TEST(indexes_are_newest_first_and_paged);
  CPPUNIT_TEST(unknown_cursor_is_an_invalid_argument);
  CPPUNIT_TEST(removed_endpoint_takes_everything_along);
  CPPUNIT_TEST(removed_endpoints_are_known_however_they_were_removed);
  CPPUNIT_TEST(write_to_a_removed_endpoint_changes_nothing);
  CPPUNIT_TEST(write_in_a_removed_environment_changes_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void new_endpoint_comes_with_a_pending_run_and_its_task() {
    const Registered made = register_app("my-app", "http://app.test/1");
    CPPUNIT_ASSERT_EQUAL(std::string("my-app"), made.endpoint.slug);
    CPPUNIT_ASSERT_EQUAL(std::string("http://app.test/1"), made.endpoint.url);
    CPPUNIT_ASSERT_EQUAL(environment().id, made.endpoint.environment_id);
    CPPUNIT_ASSERT_EQUAL(environment().organization_id, made.endpoint.organization_id);
    CPPUNIT_ASSERT_EQUAL(environment().project_id, made.endpoint.project_id);
    CPPUNIT_ASSERT_EQUAL(std::string("0123456789"), made.endpoint.indexing_hook_identifier);
    CPPUNIT_ASSERT(made.run.status == RunStatus::pending);
    CPPUNIT_ASSERT_EQUAL(made.endpoint.id, made.run.endpoint_id);

    const auto tasks = subject_.tasks();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, tasks.size());
    CPPUNIT_ASSERT_EQUAL(std::string("indexEndpoint"), tasks[0].identifier);
    CPPUNIT_ASSERT_EQUAL("endpoint-" + made.endpoint.id, tasks[0].queue);
    CPPUNIT_ASSERT_EQUAL(kAttempts, tasks[0].max_attempts);
    CPPUNIT_ASSERT_EQUAL(made.endpoint.id, text(tasks[0].payload, "id"));
    CPPUNIT_ASSERT_EQUAL(std::string("INTERNAL"), text(tasks[0].payload, "source"));
    CPPUNIT_ASSERT_EQUAL(tasks[0].id, made.run.task_id.value());
  }

  void known_slug_gets_the_new_url_and_keeps_the_rest() {
    const Endpoint first = register_app("my-app", "http://app.test/1").endpoint;
    const Endpoint second =
        repository()
            .register_endpoint({environment(), "my-app", "http://app.test/2", "zzzzzzzzzz"}, kAttempts)
            .value()
            .endpoint;
    CPPUNIT_ASSERT_EQUAL(first.id, second.id);
    CPPUNIT_ASSERT_EQUAL(first.created_at, second.created_at);
    CPPUNIT_ASSERT_EQUAL(std::string("http://app.test/2"), second.url);
    CPPUNIT_ASSERT_EQUAL(first.indexing_hook_identifier, second.indexing_hook_identifier);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, subject_.tasks().size());
  }

  void changed_url_is_indexed_and_leaves_the_rest() {
    const Endpoint before = register_app("my-app", "http://app.test/1").endpoint;
    const Registered changed = repository().change_url(before.id, "http://app.test/2", 7).value();
    CPPUNIT_ASSERT_EQUAL(std::string("http://app.test/2"), changed.endpoint.url);
    CPPUNIT_ASSERT_EQUAL(before.id, changed.endpoint.id);
    CPPUNIT_ASSERT_EQUAL(before.indexing_hook_identifier, changed.endpoint.indexing_hook_identifier);
    CPPUNIT_ASSERT(changed.run.status == RunStatus::pending);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, subject_.tasks().size());
    CPPUNIT_ASSERT_EQUAL(changed.run.task_id.value(), subject_.tasks().back().id);
    CPPUNIT_ASSERT_EQUAL(7, subject_.tasks().back().max_attempts);
    CPPUNIT_ASSERT(!repository().change_url("nope", "http://app.test/3", 7));
  }

  void environments_do_not_see_each_other() {
    const Registered made = register_app();
    const std::string other = subject_.environment(1).id;
    CPPUNIT_ASSERT(repository().find(environment().id, "my-app"));
    CPPUNIT_ASSERT(!repository().find(other, "my-app"));
    CPPUNIT_ASSERT(!repository().summary(other, "my-app"));
    CPPUNIT_ASSERT(repository().find_run(environment().id, made.run.id));
    CPPUNIT_ASSERT(!repository().find_run(other, made.run.id));
    CPPUNIT_ASSERT(repository().list(other, 10, std::nullopt).items.empty());
    CPPUNIT_ASSERT(!repository().remove(other, "my-app"));
  }

  void ids_that_are_no_uuids_find_nothing() {
    CPPUNIT_ASSERT(!repository().find("nope", "my-app"));
    CPPUNIT_ASSERT(!repository().find_target("nope"));
    CPPUNIT_ASSERT(!repository().find_run(environment().id, "nope"));
  }

  void enqueued_index_is_a_pending_run_and_a_delayed_task() {
    const Endpoint endpoint = register_app().endpoint;
    const IndexRun run =
        repository()
            .enqueue_index(endpoint, {IndexSource::hook, "deployed", R"({"a":[1,2.50]})"}, 7, std::chrono::seconds(5))
            .value();
    CPPUNIT_ASSERT(run.status == RunStatus::pending);
    const testing::QueuedTask task = subject_.tasks().back();
    CPPUNIT_ASSERT_EQUAL(std::string("HOOK"), text(task.payload, "source"));
    CPPUNIT_ASSERT_EQUAL(std::string("deployed"), text(task.payload, "reason"));
    CPPUNIT_ASSERT(json_member(task.payload, "sourceData").has_value());
    CPPUNIT_ASSERT_EQUAL(7, task.max_attempts);
    CPPUNIT_ASSERT(task.delay == std::chrono::seconds(5));
  }

  void wishes_beyond_those_that_wait_join_the_newest() {
    const Endpoint endpoint = register_app().endpoint;
    const auto call = [&](int number) {
      return repository()
          .enqueue_index(endpoint, {IndexSource::hook, std::to_string(number), std::nullopt}, 7, {})
          .value();
    };
    IndexRun last;
    for (int number = 2; number <= EndpointRepository::kMaxWaitingRuns; ++number) last = call(number);
    const std::size_t waiting = subject_.tasks().size();
    const IndexRun joined = call(100);
    CPPUNIT_ASSERT_EQUAL(last.id, joined.id);
    CPPUNIT_ASSERT_EQUAL(std::string("100"), joined.request.reason.value());
    CPPUNIT_ASSERT_EQUAL(waiting, subject_.tasks().size());
    CPPUNIT_ASSERT_EQUAL(std::string("100"), text(subject_.tasks().back().payload, "reason"));
    repository().start_run(endpoint, internal(), TaskAttempt{*joined.task_id, 1, 25});
    CPPUNIT_ASSERT(call(101).id != joined.id);
  }

  void task_starts_the_run_that_was_made_for_it() {
    const Registered made = register_app();
    const IndexRun run =
        repository().start_run(made.endpoint, internal(), TaskAttempt{*made.run.task_id, 1, 25}).value();
    CPPUNIT_ASSERT_EQUAL(made.run.id, run.id);
    CPPUNIT_ASSERT(run.status == RunStatus::started);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, run.attempt);
    CPPUNIT_ASSERT(run.started_at.has_value());
  }

  void task_of_another_program_gets_a_run() {
    const Registered made = register_app();
    const IndexRun run = repository().start_run(made.endpoint, internal(), TaskAttempt{"987654321", 2, 25}).value();
    CPPUNIT_ASSERT(run.id != made.run.id);
    CPPUNIT_ASSERT_EQUAL(std::string("987654321"), run.task_id.value());
    CPPUNIT_ASSERT_EQUAL(std::int64_t{2}, run.attempt);
  }

  void without_a_task_a_new_run_starts() {
    const Registered made = register_app();
    const IndexRun run =
        repository().start_run(made.endpoint, {IndexSource::api, "by hand", "42"}, std::nullopt).value();
    CPPUNIT_ASSERT(run.id != made.run.id);
    CPPUNIT_ASSERT(!run.task_id);
    CPPUNIT_ASSERT_EQUAL(std::string("by hand"), run.request.reason.value());
    CPPUNIT_ASSERT_EQUAL(std::string("42"), run.request.source_data.value());
  }

  void completed_run_has_an_index() {
    const IndexRun run = start({IndexSource::api, "by hand", "42"});
    const EndpointIndex index =
        repository().complete_run(run, manifest(kOfEach), {"3.3.17", "2023-09-29", "a warning"}).value();
    CPPUNIT_ASSERT_EQUAL(run.endpoint_id, index.endpoint_id);
    CPPUNIT_ASSERT_EQUAL(std::string("API"), index.source);
    CPPUNIT_ASSERT_EQUAL(std::string("by hand"), index.reason.value());
    CPPUNIT_ASSERT_EQUAL(std::string("42"), index.source_data.value());
    CPPUNIT_ASSERT_EQUAL(std::string("1"), std::string(json_member(index.stats_json, "jobs").value()));

    const IndexRun done = repository().find_run(environment().id, run.id).value();
    CPPUNIT_ASSERT(done.status == RunStatus::success);
    CPPUNIT_ASSERT_EQUAL(index.id, done.index_id.value());
    CPPUNIT_ASSERT_EQUAL(index.stats_json, done.stats_json.value());
    CPPUNIT_ASSERT_EQUAL(std::string("3.3.17"), done.facts.sdk_version.value());
    CPPUNIT_ASSERT_EQUAL(std::string("2023-09-29"), done.facts.api_version.value());
    CPPUNIT_ASSERT_EQUAL(std::string("a warning"), done.facts.warning.value());
    CPPUNIT_ASSERT(done.finished_at.has_value());
  }

  void register_tasks_come_in_the_order_of_the_lists() {
    const IndexRun run = start();
    const std::size_t before = subject_.tasks().size();
    repository().complete_run(run, manifest(kOfEach), {});
    auto tasks = subject_.tasks();
    tasks.erase(tasks.begin(), tasks.begin() + static_cast<std::ptrdiff_t>(before));
    std::vector<std::string> identifiers;
    for (const auto& task : tasks) {
      identifiers.push_back(task.identifier);
      CPPUNIT_ASSERT_EQUAL(3, task.max_attempts);
      CPPUNIT_ASSERT_EQUAL("endpoint-" + run.endpoint_id, task.queue);
      CPPUNIT_ASSERT_EQUAL(run.endpoint_id, text(task.payload, "endpointId"));
    }
    CPPUNIT_ASSERT(identifiers == (std::vector<std::string>{"registerJob", "registerSource", "registerDynamicTrigger",
                                                            "registerDynamicSchedule"}));
    const auto job = json_member(tasks[0].payload, "job").value();
    CPPUNIT_ASSERT_EQUAL(std::string("false"), std::string(json_member(job, "internal").value()));
    CPPUNIT_ASSERT_EQUAL(std::string("1.50"), std::string(json_member(job, "unknown").value()));
  }

  void disabled_jobs_get_no_task() {
    const IndexRun run = start();
    const std::size_t before = subject_.tasks().size();
    repository().complete_run(run, manifest(R"({"jobs":[{"id":"a","enabled":false},{"id":"b","enabled":true}]})"), {});
    const auto tasks = subject_.tasks();
    CPPUNIT_ASSERT_EQUAL(before + 1, tasks.size());
    CPPUNIT_ASSERT_EQUAL(std::string("b"), text(*json_member(tasks.back().payload, "job"), "id"));
  }

  void failed_run_tells_why_and_whether_it_goes_on() {
    const IndexRun run = start();
    CPPUNIT_ASSERT(repository().fail_run(run, failure(std::chrono::seconds(3))));
    IndexRun failed = repository().find_run(environment().id, run.id).value();
    CPPUNIT_ASSERT(failed.status == RunStatus::failure);
    CPPUNIT_ASSERT_EQUAL(std::string("It went wrong"), failed.error.value());
    CPPUNIT_ASSERT_EQUAL(std::string("FAILED_INDEX"), failed.error_code.value());
    CPPUNIT_ASSERT_EQUAL(std::string("a warning"), failed.facts.warning.value());
    CPPUNIT_ASSERT(failed.next_attempt_at.has_value());

    const IndexRun last = start();
    repository().fail_run(last, failure(std::nullopt));
    CPPUNIT_ASSERT(!repository().find_run(environment().id, last.id)->next_attempt_at);
  }

  void earlier_attempt_cannot_fail_a_later_one() {
    const Registered made = register_app();
    const IndexRun first =
        repository().start_run(made.endpoint, internal(), TaskAttempt{*made.run.task_id, 1, 25}).value();
    repository().start_run(made.endpoint, internal(), TaskAttempt{*made.run.task_id, 2, 25});
    CPPUNIT_ASSERT(!repository().fail_run(first, failure(std::nullopt)));
    CPPUNIT_ASSERT(repository().find_run(environment().id, first.id)->status == RunStatus::started);
  }

  void later_attempt_turns_a_failed_run_to_success() {
    const Registered made = register_app();
    const IndexRun first =
        repository().start_run(made.endpoint, internal(), TaskAttempt{*made.run.task_id, 1, 25}).value();
    repository().fail_run(first, failure(std::chrono::seconds(3)));
    const IndexRun second =
        repository().start_run(made.endpoint, internal(), TaskAttempt{*made.run.task_id, 2, 25}).value();
    CPPUNIT_ASSERT_EQUAL(first.id, second.id);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{2}, second.attempt);
    repository().complete_run(second, manifest(kOfEach), {});
    const IndexRun done = repository().find_run(environment().id, first.id).value();
    CPPUNIT_ASSERT(done.status == RunStatus::success);
    CPPUNIT_ASSERT(!done.error && !done.error_code && !done.next_attempt_at && !done.facts.warning);
  }

  void later_attempt_of_a_run_that_succeeded_gets_it_back() {
    const Registered made = register_app();
    const IndexRun first =
        repository().start_run(made.endpoint, internal(), TaskAttempt{*made.run.task_id, 1, 25}).value();
    const EndpointIndex index = repository().complete_run(first, manifest(kOfEach), {}).value();
    const IndexRun again =
        repository().start_run(made.endpoint, internal(), TaskAttempt{*made.run.task_id, 2, 25}).value();
    CPPUNIT_ASSERT_EQUAL(first.id, again.id);
    CPPUNIT_ASSERT(again.status == RunStatus::success);
    CPPUNIT_ASSERT_EQUAL(index.id, again.index_id.value());
  }

  void result_of_an_earlier_attempt_is_refused() {
    const Registered made = register_app();
    const IndexRun first =
        repository().start_run(made.endpoint, internal(), TaskAttempt{*made.run.task_id, 1, 25}).value();
    repository().start_run(made.endpoint, internal(), TaskAttempt{*made.run.task_id, 2, 25});
    CPPUNIT_ASSERT(!repository().complete_run(first, manifest(kOfEach), {}));
  }

  // A crash of the server may undo that a task was taken, so that its attempt is made twice.
  void second_result_of_one_attempt_is_refused() {
    const Registered made = register_app();
    const IndexRun run =
        repository().start_run(made.endpoint, internal(), TaskAttempt{*made.run.task_id, 1, 25}).value();
    CPPUNIT_ASSERT(repository().complete_run(run, manifest(kOfEach), {}));
    CPPUNIT_ASSERT(!repository().complete_run(run, manifest(kOfEach), {}));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, repository().list_indexes(made.endpoint.id, 10, std::nullopt).items.size());
  }

  void summary_shows_the_latest_run_and_index() {
    const Registered made = register_app();
    auto summary = repository().summary(environment().id, "my-app").value();
    CPPUNIT_ASSERT_EQUAL(made.run.id, summary.latest_run->id);
    CPPUNIT_ASSERT(!summary.latest_index);
    CPPUNIT_ASSERT_EQUAL(environment().slug, summary.environment_slug);

    const IndexRun run = start();
    const EndpointIndex index = repository().complete_run(run, manifest(kOfEach), {}).value();
    const IndexRun newer = start();
    summary = repository().summary(environment().id, "my-app").value();
    CPPUNIT_ASSERT_EQUAL(newer.id, summary.latest_run->id);
    CPPUNIT_ASSERT_EQUAL(index.id, summary.latest_index->id);
  }

  void lists_are_newest_first_and_paged() {
    for (const char* slug : {"a", "b", "c"}) register_app(slug);
    const auto first = repository().list(environment().id, 2, std::nullopt);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, first.items.size());
    CPPUNIT_ASSERT_EQUAL(std::string("c"), first.items[0].endpoint.slug);
    CPPUNIT_ASSERT_EQUAL(std::string("b"), first.items[1].endpoint.slug);
    const auto second = repository().list(environment().id, 2, first.next);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, second.items.size());
    CPPUNIT_ASSERT_EQUAL(std::string("a"), second.items[0].endpoint.slug);
    CPPUNIT_ASSERT(!second.next);
  }

  void indexes_are_newest_first_and_paged() {
    std::vector<std::string> ids;
    std::string endpoint_id;
    for (int i = 0; i < 3; ++i) {
      const IndexRun run = start();
      endpoint_id = run.endpoint_id;
      ids.push_back(repository().complete_run(run, manifest(kOfEach), {})->id);
    }
    const auto first = repository().list_indexes(endpoint_id, 2, std::nullopt);
    CPPUNIT_ASSERT_EQUAL(ids[2], first.items.at(0).id);
    CPPUNIT_ASSERT_EQUAL(ids[1], first.items.at(1).id);
    const auto second = repository().list_indexes(endpoint_id, 2, first.next);
    CPPUNIT_ASSERT_EQUAL(ids[0], second.items.at(0).id);
    CPPUNIT_ASSERT(!second.next);
  }

  void unknown_cursor_is_an_invalid_argument() {
    const Registered made = register_app();
    CPPUNIT_ASSERT_THROW(repository().list(environment().id, 2, "nope"), std::invalid_argument);
    CPPUNIT_ASSERT_THROW(repository().list_indexes(made.endpoint.id, 2, "nope"), std::invalid_argument);
  }

  void removed_endpoint_takes_everything_along() {
    const Registered made = register_app();
    CPPUNIT_ASSERT(repository().remove(environment().id, "my-app"));
    CPPUNIT_ASSERT(!repository().remove(environment().id, "my-app"));
    CPPUNIT_ASSERT(!repository().find(environment().id, "my-app"));
    CPPUNIT_ASSERT(!repository().find_target(made.endpoint.id));
    CPPUNIT_ASSERT(!repository().find_run(environment().id, made.run.id));
    CPPUNIT_ASSERT(subject_.tasks().empty());
  }

  void removed_endpoints_are_known_however_they_were_removed() {
    const Endpoint alone = register_app("alone").endpoint;
    const Endpoint with_environment = register_app().endpoint;
    CPPUNIT_ASSERT(!repository().was_removed(alone.id));
    repository().remove(environment().id, "alone");
    CPPUNIT_ASSERT(repository().was_removed(alone.id));
    CPPUNIT_ASSERT(!repository().was_removed(with_environment.id));
    subject_.remove_environment(environment().id);
    CPPUNIT_ASSERT(repository().was_removed(with_environment.id));
    for (const char* never : {"nope", "00000000-0000-4000-8000-0000000000ff"})
      CPPUNIT_ASSERT(!repository().was_removed(never));
  }

  void write_to_a_removed_endpoint_changes_nothing() {
    const IndexRun run = start();
    const Endpoint endpoint = repository().find(environment().id, "my-app").value();
    repository().remove(environment().id, "my-app");
    expect_no_writes(endpoint, run);
    CPPUNIT_ASSERT(subject_.tasks().empty());
  }

  void write_in_a_removed_environment_changes_nothing() {
    const Environment gone = environment();
    const Endpoint endpoint =
        repository().register_endpoint({gone, "my-app", "http://app.test/api", "0123456789"}, kAttempts)->endpoint;
    const IndexRun run = repository().start_run(endpoint, internal(), std::nullopt).value();
    const std::size_t tasks = subject_.tasks().size();
    subject_.remove_environment(gone.id);
    expect_no_writes(endpoint, run);
    CPPUNIT_ASSERT(!repository().register_endpoint({gone, "my-app", "http://app.test/api", "0123456789"}, kAttempts));
    CPPUNIT_ASSERT_EQUAL(tasks, subject_.tasks().size());
  }

 private:
  static constexpr int kAttempts = 25;
  static constexpr const char* kOfEach =
      R"({"dynamicSchedules":[{"id":"ds","jobs":[]}],"dynamicTriggers":[{"id":"dt","jobs":[]}],)"
      R"("sources":[{"key":"s"}],"jobs":[{"id":"j","enabled":true,"unknown":1.50}]})";

  EndpointRepository& repository() { return subject_.repository(); }
  Environment environment() { return subject_.environment(0); }
  Registered register_app(const std::string& slug = "my-app", const std::string& url = "http://app.test/api") {
    return repository().register_endpoint({environment(), slug, url, "0123456789"}, kAttempts).value();
  }
  void expect_no_writes(const Endpoint& endpoint, const IndexRun& run) {
    CPPUNIT_ASSERT(!repository().complete_run(run, manifest(kOfEach), {}));
    CPPUNIT_ASSERT(!repository().fail_run(run, failure(std::nullopt)));
    CPPUNIT_ASSERT(!repository().start_run(endpoint, internal(), std::nullopt));
    CPPUNIT_ASSERT(!repository().enqueue_index(endpoint, internal(), kAttempts, {}));
    CPPUNIT_ASSERT(!repository().change_url(endpoint.id, "http://app.test/moved", kAttempts));
    CPPUNIT_ASSERT(!repository().find_target(endpoint.id));
  }
  static IndexRequest internal() { return {IndexSource::internal, std::nullopt, std::nullopt}; }
  // A run without a task, of the endpoint my-app.
  IndexRun start(const IndexRequest& request = internal()) {
    const auto known = repository().find(environment().id, "my-app");
    return repository().start_run(known ? *known : register_app().endpoint, request, std::nullopt).value();
  }
  static Manifest manifest(const std::string& json) {
    IndexStats stats;
    stats.jobs = 1;
    return {json, stats};
  }
  static RunFailure failure(std::optional<std::chrono::milliseconds> next) {
    return {"FAILED_INDEX", "It went wrong", next, {{}, {}, "a warning"}};
  }
  static std::string text(std::string_view json, std::string_view name) {
    return json_string(json_member(json, name).value()).value();
  }

  Subject subject_;
};

}  // namespace kongflow::endpoints
