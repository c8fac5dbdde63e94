#include "fakes/fake_endpoint_repository.h"

#include <algorithm>
#include <array>

#include "domain/json_object.h"
#include "domain/json_text.h"
#include "fakes/pages.h"

namespace kongflow::endpoints {
namespace {

using testing::QueuedTask;

constexpr int kRegisterAttempts = 3;

struct Section {
  const char* list;
  const char* identifier;
  const char* member;
};
constexpr std::array<Section, 4> kSections{{{"jobs", "registerJob", "job"},
                                            {"sources", "registerSource", "source"},
                                            {"dynamicTriggers", "registerDynamicTrigger", "dynamicTrigger"},
                                            {"dynamicSchedules", "registerDynamicSchedule", "dynamicSchedule"}}};

std::string padded(int number) {
  const std::string digits = std::to_string(number);
  return std::string(12 - digits.size(), '0') + digits;
}

std::string index_payload(const std::string& endpoint_id, const IndexRequest& request) {
  JsonObject payload;
  payload.add("id", endpoint_id).add("source", to_string(request.source));
  if (request.reason) payload.add("reason", *request.reason);
  if (request.source_data) payload.add_json("sourceData", *request.source_data);
  return payload.text();
}

std::string with_internal(std::string_view job) {
  if (json_member(job, "internal")) return std::string(job);
  const std::string_view rest = job.substr(job.find('{') + 1);
  return "{\"internal\":false" + std::string(json_members(job).empty() ? "" : ",") + std::string(rest);
}

template <typename T, typename Belongs>
void erase_if(std::vector<T>& items, Belongs belongs) {
  items.erase(std::remove_if(items.begin(), items.end(), belongs), items.end());
}

}  // namespace

std::vector<QueuedTask> FakeEndpointRepository::tasks() const {
  const std::lock_guard lock(mutex_);
  return tasks_;
}

std::vector<IndexRun> FakeEndpointRepository::runs() const {
  const std::lock_guard lock(mutex_);
  return runs_;
}

std::optional<Registered> FakeEndpointRepository::register_endpoint(const NewEndpoint& wanted, int max_attempts) {
  const std::lock_guard lock(mutex_);
  check_locked();
  if (removed_environments_.count(wanted.environment.id) > 0) return std::nullopt;
  Stored* found = stored(wanted.environment.id, wanted.slug);
  if (!found) {
    const std::string now = next_time();
    endpoints_.push_back(
        {{next_id(), wanted.slug, wanted.url, wanted.environment.id, wanted.environment.organization_id,
          wanted.environment.project_id, now, now, wanted.indexing_hook_identifier},
         wanted.environment});
    found = &endpoints_.back();
  } else {
    found->endpoint.url = wanted.url;
    found->endpoint.updated_at = next_time();
  }
  return index_first(found->endpoint, max_attempts);
}

std::optional<Registered> FakeEndpointRepository::change_url(const std::string& endpoint_id, const std::string& url,
                                                             int max_attempts) {
  const std::lock_guard lock(mutex_);
  check_locked();
  Stored* const found = stored(endpoint_id);
  if (!found) return std::nullopt;
  found->endpoint.url = url;
  found->endpoint.updated_at = next_time();
  return index_first(found->endpoint, max_attempts);
}

std::optional<IndexRun> FakeEndpointRepository::enqueue_index(const Endpoint& endpoint, const IndexRequest& request,
                                                              int max_attempts, std::chrono::milliseconds delay) {
  const std::lock_guard lock(mutex_);
  check_locked();
  if (!stored(endpoint.id)) return std::nullopt;
  const auto waits = [&](const IndexRun& run) {
    return run.endpoint_id == endpoint.id && run.status == RunStatus::pending;
  };
  if (std::count_if(runs_.begin(), runs_.end(), waits) >= kMaxWaitingRuns) {
    IndexRun& newest = *std::find_if(runs_.rbegin(), runs_.rend(), waits);
    newest.request = request;
    for (QueuedTask& task : tasks_)
      if (task.id == *newest.task_id) task.payload = index_payload(endpoint.id, request);
    return newest;
  }
  IndexRun& made = new_run(endpoint, request);
  made.task_id = new_task("indexEndpoint", index_payload(endpoint.id, request), endpoint.id, max_attempts, delay);
  return made;
}

std::optional<IndexRun> FakeEndpointRepository::start_run(const Endpoint& endpoint, const IndexRequest& request,
                                                          const std::optional<TaskAttempt>& task) {
  const std::lock_guard lock(mutex_);
  check_locked();
  if (!stored(endpoint.id)) return std::nullopt;
  const auto of_task = std::find_if(runs_.begin(), runs_.end(),
                                    [&](const IndexRun& known) { return task && known.task_id == task->task_id; });
  if (of_task != runs_.end() && of_task->status == RunStatus::success) return *of_task;
  IndexRun& started = of_task == runs_.end() ? new_run(endpoint, request) : *of_task;
  if (task) started.task_id = task->task_id;
  started.status = RunStatus::started;
  started.attempt = task ? task->attempt : 1;
  started.started_at = next_time();
  started.error = started.error_code = started.next_attempt_at = started.finished_at = started.facts.warning =
      std::nullopt;
  started.duration_ms = std::nullopt;
  return started;
}

std::optional<EndpointIndex> FakeEndpointRepository::complete_run(const IndexRun& done, const Manifest& manifest,
                                                                  const AppFacts& facts) {
  const std::lock_guard lock(mutex_);
  check_locked();
  if (broken_index) throw *broken_index;
  IndexRun* const known = stored_run(done.id);
  if (!known || known->attempt != done.attempt || known->status == RunStatus::success) return std::nullopt;
  const std::string now = next_time();
  const EndpointIndex made{next_id(),
                           known->endpoint_id,
                           std::string(to_string(known->request.source)),
                           known->request.source_data,
                           known->request.reason,
                           to_json(manifest.stats),
                           now,
                           now};
  indexes_.push_back({made, manifest.json});
  for (const Section& section : kSections) {
    const auto list = json_member(manifest.json, section.list);
    if (!list) continue;
    const bool jobs = section.list == std::string_view("jobs");
    for (std::string_view entry : json_elements(*list)) {
      if (jobs && json_member(entry, "enabled") != "true") continue;
      JsonObject payload;
      payload.add_json(section.member, jobs ? with_internal(entry) : std::string(entry));
      payload.add("endpointId", known->endpoint_id);
      new_task(section.identifier, payload.text(), known->endpoint_id, kRegisterAttempts, std::chrono::milliseconds(0));
    }
  }
  known->status = RunStatus::success;
  known->index_id = made.id;
  known->stats_json = made.stats_json;
  known->facts = facts;
  known->finished_at = next_time();
  known->duration_ms = 1;
  return made;
}

bool FakeEndpointRepository::fail_run(const IndexRun& run, const RunFailure& failure) {
  const std::lock_guard lock(mutex_);
  check_locked();
  IndexRun* const known = stored_run(run.id);
  if (!known || known->attempt != run.attempt || known->status == RunStatus::success) return false;
  known->status = RunStatus::failure;
  known->error = failure.message;
  known->error_code = failure.code;
  known->facts = failure.facts;
  known->finished_at = next_time();
  known->duration_ms = 1;
  if (failure.next_attempt_in) known->next_attempt_at = next_time();
  return true;
}

std::optional<Endpoint> FakeEndpointRepository::find(const std::string& environment_id, const std::string& slug) {
  const std::lock_guard lock(mutex_);
  check_locked();
  const Stored* const found = stored(environment_id, slug);
  if (!found) return std::nullopt;
  return found->endpoint;
}

std::optional<IndexTarget> FakeEndpointRepository::find_target(const std::string& endpoint_id) {
  const std::lock_guard lock(mutex_);
  check_locked();
  const Stored* const found = stored(endpoint_id);
  if (!found) return std::nullopt;
  return IndexTarget{found->endpoint, found->environment};
}

std::optional<EndpointSummary> FakeEndpointRepository::summary(const std::string& environment_id,
                                                               const std::string& slug) {
  const std::lock_guard lock(mutex_);
  check_locked();
  const Stored* const found = stored(environment_id, slug);
  if (!found) return std::nullopt;
  return summarize(*found);
}

std::optional<IndexRun> FakeEndpointRepository::find_run(const std::string& environment_id, const std::string& run_id) {
  const std::lock_guard lock(mutex_);
  check_locked();
  const IndexRun* const known = stored_run(run_id);
  if (!known || stored(known->endpoint_id)->environment.id != environment_id) return std::nullopt;
  return *known;
}

Page<EndpointSummary> FakeEndpointRepository::list(const std::string& environment_id, int limit,
                                                   const std::optional<std::string>& cursor) {
  const std::lock_guard lock(mutex_);
  check_locked();
  std::vector<EndpointSummary> summaries;
  for (auto known = endpoints_.rbegin(); known != endpoints_.rend(); ++known)
    if (known->environment.id == environment_id) summaries.push_back(summarize(*known));
  return page_of(summaries, limit, cursor, [](const EndpointSummary& item) { return item.endpoint.id; });
}

Page<EndpointIndex> FakeEndpointRepository::list_indexes(const std::string& endpoint_id, int limit,
                                                         const std::optional<std::string>& cursor) {
  return indexes_of(endpoint_id, {limit, cursor});
}

bool FakeEndpointRepository::remove(const std::string& environment_id, const std::string& slug) {
  const std::lock_guard lock(mutex_);
  check_locked();
  const Stored* const found = stored(environment_id, slug);
  if (!found) return false;
  const std::string id = found->endpoint.id;
  erase_rows(id);
  erase_if(tasks_, [&](const QueuedTask& item) { return item.queue == "endpoint-" + id; });
  return true;
}

bool FakeEndpointRepository::was_removed(const std::string& endpoint_id) {
  const std::lock_guard lock(mutex_);
  check_locked();
  return removed_endpoints_.count(endpoint_id) > 0;
}

void FakeEndpointRepository::check() {
  const std::lock_guard lock(mutex_);
  check_locked();
}

void FakeEndpointRepository::add_environment(const Environment& environment) {
  environments_.push_back(environment);
  removed_environments_.erase(environment.id);
}

void FakeEndpointRepository::remove_environment(const std::string& environment_id) {
  const std::lock_guard lock(mutex_);
  removed_environments_.insert(environment_id);
  erase_if(environments_, [&](const Environment& item) { return item.id == environment_id; });
  std::vector<std::string> ids;
  for (const Stored& known : endpoints_)
    if (known.environment.id == environment_id) ids.push_back(known.endpoint.id);
  for (const std::string& id : ids) erase_rows(id);
}

void FakeEndpointRepository::check_locked() const {
  if (broken) throw RepositoryError(*broken);
}

std::string FakeEndpointRepository::next_id() {
  return "00000000-0000-4000-8000-" + padded(++last_id_);
}

std::string FakeEndpointRepository::next_time() {
  const int milliseconds = ++last_time_;
  const std::string digits = padded(milliseconds);
  return "2026-01-31T09:00:0" + digits.substr(8, 1) + "." + digits.substr(9) + "Z";
}

FakeEndpointRepository::Stored* FakeEndpointRepository::stored(const std::string& environment_id,
                                                               const std::string& slug) {
  for (Stored& known : endpoints_)
    if (known.environment.id == environment_id && known.endpoint.slug == slug) return &known;
  return nullptr;
}

FakeEndpointRepository::Stored* FakeEndpointRepository::stored(const std::string& endpoint_id) {
  for (Stored& known : endpoints_)
    if (known.endpoint.id == endpoint_id) return &known;
  return nullptr;
}

Registered FakeEndpointRepository::index_first(const Endpoint& endpoint, int max_attempts) {
  const IndexRequest request{IndexSource::internal, std::nullopt, std::nullopt};
  IndexRun& made = new_run(endpoint, request);
  made.task_id = new_task("indexEndpoint", index_payload(endpoint.id, request), endpoint.id, max_attempts,
                          std::chrono::milliseconds(0));
  return {endpoint, made};
}

void FakeEndpointRepository::erase_rows(const std::string& endpoint_id) {
  erase_if(runs_, [&](const IndexRun& item) { return item.endpoint_id == endpoint_id; });
  erase_if(indexes_, [&](const StoredManifest& item) { return item.index.endpoint_id == endpoint_id; });
  erase_if(endpoints_, [&](const Stored& item) { return item.endpoint.id == endpoint_id; });
  removed_endpoints_.insert(endpoint_id);
}

IndexRun* FakeEndpointRepository::stored_run(const std::string& run_id) {
  for (IndexRun& known : runs_)
    if (known.id == run_id) return &known;
  return nullptr;
}

IndexRun& FakeEndpointRepository::new_run(const Endpoint& endpoint, const IndexRequest& request) {
  IndexRun made;
  made.id = next_id();
  made.endpoint_id = endpoint.id;
  made.request = request;
  made.created_at = next_time();
  runs_.push_back(made);
  return runs_.back();
}

std::string FakeEndpointRepository::new_task(std::string identifier, std::string payload,
                                             const std::string& endpoint_id, int max_attempts,
                                             std::chrono::milliseconds delay) {
  const std::string id = std::to_string(++last_id_);
  tasks_.push_back({id, std::move(identifier), std::move(payload), "endpoint-" + endpoint_id, max_attempts, delay});
  return id;
}

EndpointSummary FakeEndpointRepository::summarize(const Stored& known) const {
  EndpointSummary summary;
  summary.endpoint = known.endpoint;
  summary.environment_slug = known.environment.slug;
  summary.project_slug = "project";
  for (const IndexRun& item : runs_)
    if (item.endpoint_id == known.endpoint.id) summary.latest_run = item;
  for (const StoredManifest& item : indexes_)
    if (item.index.endpoint_id == known.endpoint.id) summary.latest_index = item.index;
  return summary;
}

}  // namespace kongflow::endpoints
