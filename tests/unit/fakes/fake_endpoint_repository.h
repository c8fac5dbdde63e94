// Endpoints, runs, indexes and tasks in memory. Passes tests/support/repository_contract.h.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "domain/endpoint_repository.h"
#include "domain/panel_repository.h"
#include "support/queued_task.h"

namespace kongflow::endpoints {

class FakeEndpointRepository final : public EndpointRepository, public PanelRepository {
 public:
  // Every following call throws this; nullopt: as usual.
  std::optional<RepositoryError> broken;
  std::optional<RepositoryError> broken_index;  // the same for complete_run alone

  // One that environment() knows before it has endpoints.
  void add_environment(const Environment& environment);
  // With its endpoints; nothing can be registered in it afterwards. Waiting tasks stay.
  void remove_environment(const std::string& environment_id);

  std::vector<testing::QueuedTask> tasks() const;
  std::vector<IndexRun> runs() const;

  std::optional<Registered> register_endpoint(const NewEndpoint& endpoint, int max_attempts) override;
  std::optional<Registered> change_url(const std::string& endpoint_id, const std::string& url,
                                       int max_attempts) override;
  std::optional<IndexRun> enqueue_index(const Endpoint& endpoint, const IndexRequest& request, int max_attempts,
                                        std::chrono::milliseconds delay) override;
  std::optional<IndexRun> start_run(const Endpoint& endpoint, const IndexRequest& request,
                                    const std::optional<TaskAttempt>& task) override;
  std::optional<EndpointIndex> complete_run(const IndexRun& run, const Manifest& manifest,
                                            const AppFacts& facts) override;
  bool fail_run(const IndexRun& run, const RunFailure& failure) override;
  std::optional<Endpoint> find(const std::string& environment_id, const std::string& slug) override;
  std::optional<IndexTarget> find_target(const std::string& endpoint_id) override;
  std::optional<EndpointSummary> summary(const std::string& environment_id, const std::string& slug) override;
  std::optional<IndexRun> find_run(const std::string& environment_id, const std::string& run_id) override;
  Page<EndpointSummary> list(const std::string& environment_id, int limit,
                             const std::optional<std::string>& cursor) override;
  Page<EndpointIndex> list_indexes(const std::string& endpoint_id, int limit,
                                   const std::optional<std::string>& cursor) override;
  bool remove(const std::string& environment_id, const std::string& slug) override;
  bool was_removed(const std::string& endpoint_id) override;
  void check() override;

  Page<ListedEndpoint> endpoints(const RowsRequest& request, EndpointOrder order, bool descending) override;
  std::optional<ListedEndpoint> endpoint(const std::string& endpoint_id) override;
  Page<IndexRun> runs_of(const std::string& endpoint_id, const RowsRequest& request) override;
  std::optional<IndexRun> run(const std::string& run_id) override;
  Page<EndpointIndex> indexes_of(const std::string& endpoint_id, const RowsRequest& request) override;
  std::optional<StoredManifest> manifest(const std::string& index_id) override;
  std::optional<Environment> environment(const std::string& environment_id) override;
  std::string version() override;

 private:
  struct Stored {
    Endpoint endpoint;
    Environment environment;
  };

  void check_locked() const;
  std::string next_id();
  std::string next_time();
  Stored* stored(const std::string& environment_id, const std::string& slug);
  Stored* stored(const std::string& endpoint_id);
  Registered index_first(const Endpoint& endpoint, int max_attempts);
  void erase_rows(const std::string& endpoint_id);
  IndexRun* stored_run(const std::string& run_id);
  IndexRun& new_run(const Endpoint& endpoint, const IndexRequest& request);
  std::string new_task(std::string identifier, std::string payload, const std::string& endpoint_id, int max_attempts,
                       std::chrono::milliseconds delay);
  EndpointSummary summarize(const Stored& stored) const;
  ListedEndpoint list_one(const Stored& stored) const;
  std::optional<NextAttempt> next_attempt(const std::string& endpoint_id) const;

  mutable std::mutex mutex_;
  // All protected by mutex_, in the order they came.
  std::vector<Environment> environments_;
  std::set<std::string> removed_environments_;  // ids
  std::set<std::string> removed_endpoints_;     // ids
  std::vector<Stored> endpoints_;
  std::vector<IndexRun> runs_;
  std::vector<StoredManifest> indexes_;
  std::vector<testing::QueuedTask> tasks_;
  int last_id_ = 0;
  int last_time_ = 0;
};

}  // namespace kongflow::endpoints
