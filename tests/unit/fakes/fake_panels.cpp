// The part of the fake repository that the console's panels ask.
#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "domain/json_object.h"
#include "domain/json_text.h"
#include "fakes/fake_endpoint_repository.h"
#include "fakes/pages.h"

namespace kongflow::endpoints {
namespace {

using testing::QueuedTask;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

bool holds(const std::string& filter, const std::vector<std::optional<std::string>>& texts) {
  return std::any_of(texts.begin(), texts.end(), [&](const std::optional<std::string>& text) {
    return text && lower(*text).find(lower(filter)) != std::string::npos;
  });
}

// As holds(), but one or two characters must begin a text.
bool found_by(const std::string& filter, const std::vector<std::optional<std::string>>& texts) {
  if (filter.size() > 2) return holds(filter, texts);
  return std::any_of(texts.begin(), texts.end(), [&](const std::optional<std::string>& text) {
    return text && lower(*text).rfind(lower(filter), 0) == 0;
  });
}

std::string status_of(const EndpointSummary& summary) {
  return summary.latest_run ? std::string(to_string(summary.latest_run->status)) : "NEVER_INDEXED";
}

std::string key_of(const EndpointSummary& summary, EndpointOrder order) {
  switch (order) {
    case EndpointOrder::registered:
      return summary.endpoint.created_at;
    case EndpointOrder::slug:
      return lower(summary.endpoint.slug);
    case EndpointOrder::project:
      return lower(summary.project_slug);
    case EndpointOrder::environment:
      return lower(summary.environment_slug);
    case EndpointOrder::url:
      return lower(summary.endpoint.url);
    case EndpointOrder::status:
      return status_of(summary);
    case EndpointOrder::indexed:
      return summary.latest_index ? summary.latest_index->created_at : "";
  }
  throw std::logic_error("unknown order of endpoints");
}

}  // namespace

ListedEndpoint FakeEndpointRepository::list_one(const Stored& known) const {
  ListedEndpoint listed;
  listed.summary = summarize(known);
  std::vector<std::string> statuses;
  for (const IndexRun& item : runs_) {
    if (item.endpoint_id != known.endpoint.id) continue;
    statuses.push_back(quote_json(to_string(item.status)));
    if (item.facts.sdk_version) listed.sdk_version = item.facts.sdk_version;
  }
  if (statuses.size() > 20) statuses.erase(statuses.begin(), statuses.end() - 20);
  listed.history_json = json_array(statuses);
  listed.next_attempt = next_attempt(known.endpoint.id);
  return listed;
}

std::optional<NextAttempt> FakeEndpointRepository::next_attempt(const std::string& endpoint_id) const {
  std::optional<NextAttempt> next;
  for (const IndexRun& item : runs_) {
    const bool running = item.status == RunStatus::started;
    if (item.endpoint_id != endpoint_id || !(running || item.status == RunStatus::pending || item.next_attempt_at))
      continue;
    NextAttempt candidate{item.id, item.request.source, item.attempt + (running ? 0 : 1), 1, {}};
    if (!running) candidate.due_at = item.next_attempt_at.value_or(item.created_at);
    for (const QueuedTask& task : tasks_)
      if (item.task_id == task.id) candidate.max_attempts = task.max_attempts;
    if (!next || candidate.due_at < next->due_at) next = candidate;
  }
  return next;
}

Page<ListedEndpoint> FakeEndpointRepository::endpoints(const RowsRequest& request, EndpointOrder order,
                                                       bool descending) {
  const std::lock_guard lock(mutex_);
  check_locked();
  std::vector<ListedEndpoint> found;
  for (const Stored& known : endpoints_) {
    const ListedEndpoint listed = list_one(known);
    const EndpointSummary& summary = listed.summary;
    if (found_by(request.filter,
                 {known.endpoint.slug, known.endpoint.url, summary.project_slug, summary.environment_slug,
                  status_of(summary), summary.latest_run ? summary.latest_run->error : std::nullopt}))
      found.push_back(listed);
  }
  const auto place = [order](const ListedEndpoint& item) {
    return std::make_pair(key_of(item.summary, order), item.summary.endpoint.id);
  };
  std::sort(found.begin(), found.end(), [&](const ListedEndpoint& a, const ListedEndpoint& b) {
    return descending ? place(b) < place(a) : place(a) < place(b);
  });
  return page_of(found, request.limit, request.cursor,
                 [](const ListedEndpoint& item) { return item.summary.endpoint.id; });
}

std::optional<ListedEndpoint> FakeEndpointRepository::endpoint(const std::string& endpoint_id) {
  const std::lock_guard lock(mutex_);
  check_locked();
  for (const Stored& known : endpoints_)
    if (known.endpoint.id == endpoint_id) return list_one(known);
  return std::nullopt;
}

Page<IndexRun> FakeEndpointRepository::runs_of(const std::string& endpoint_id, const RowsRequest& request) {
  const std::lock_guard lock(mutex_);
  check_locked();
  std::vector<IndexRun> found;
  for (auto item = runs_.rbegin(); item != runs_.rend(); ++item)
    if (item->endpoint_id == endpoint_id &&
        holds(request.filter, {std::string(to_string(item->status)), std::string(to_string(item->request.source)),
                               item->request.reason, item->error}))
      found.push_back(*item);
  return page_of(found, request.limit, request.cursor, [](const IndexRun& item) { return item.id; });
}

std::optional<IndexRun> FakeEndpointRepository::run(const std::string& run_id) {
  const std::lock_guard lock(mutex_);
  check_locked();
  const IndexRun* const known = stored_run(run_id);
  return known ? std::optional(*known) : std::nullopt;
}

Page<EndpointIndex> FakeEndpointRepository::indexes_of(const std::string& endpoint_id, const RowsRequest& request) {
  const std::lock_guard lock(mutex_);
  check_locked();
  std::vector<EndpointIndex> found;
  for (auto item = indexes_.rbegin(); item != indexes_.rend(); ++item)
    if (item->index.endpoint_id == endpoint_id && holds(request.filter, {item->index.source, item->index.reason}))
      found.push_back(item->index);
  return page_of(found, request.limit, request.cursor, [](const EndpointIndex& item) { return item.id; });
}

std::optional<StoredManifest> FakeEndpointRepository::manifest(const std::string& index_id) {
  const std::lock_guard lock(mutex_);
  check_locked();
  for (const StoredManifest& known : indexes_)
    if (known.index.id == index_id) return known;
  return std::nullopt;
}

std::optional<Environment> FakeEndpointRepository::environment(const std::string& environment_id) {
  const std::lock_guard lock(mutex_);
  check_locked();
  for (const Environment& known : environments_)
    if (known.id == environment_id) return known;
  return std::nullopt;
}

std::string FakeEndpointRepository::version() {
  const std::lock_guard lock(mutex_);
  check_locked();
  return std::to_string(endpoints_.size()) + "-" + std::to_string(last_time_);
}

}  // namespace kongflow::endpoints
