// Stores endpoints, runs and indexes in PostgreSQL, and their tasks in Graphile Worker's queue.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/endpoint_repository.h"
#include "domain/panel_repository.h"
#include "repository/session_pool.h"

namespace kongflow::endpoints {

// Each write is one statement or one transaction, and therefore atomic if the process dies.
class PgEndpointRepository final : public EndpointRepository, public PanelRepository {
 public:
  // Connects on first use, with at most `pool_size` connections. A call fails when it waits longer than
  // `statement_timeout` for a connection or a statement.
  PgEndpointRepository(std::string connection_string, int pool_size, std::chrono::milliseconds statement_timeout);

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

  // Marks abandoned runs as FAILURE and returns their number. A run is abandoned when it was not updated for `age`, and
  // is unfinished without a task, or with a task that no longer exists or has no attempt left, or is STARTED while its
  // task waits (such a run gets the time of the task's next attempt). Called at the start of the plugin and
  // periodically.
  int fail_abandoned_runs(std::chrono::milliseconds age);

 private:
  // Calls `work` with a session from the pool. Converts postgres::Error to RepositoryError.
  template <typename Work>
  auto with_session(Work work) {
    try {
      const auto lease = sessions_.acquire();
      return work(lease.session());
    } catch (const postgres::Error& error) {
      throw RepositoryError(error.what(), error.sqlstate());
    }
  }
  postgres::Rows execute(const std::string& sql, const std::vector<postgres::Parameter>& parameters = {});
  // Executes a statement unprepared: for statements with many variants, whose plans would occupy much memory.
  postgres::Rows execute_unprepared(const std::string& sql, const std::vector<postgres::Parameter>& parameters);
  // nullopt when PostgreSQL rejects the statement with this SQLSTATE.
  std::optional<postgres::Rows> execute_unless(std::string_view sqlstate, const std::string& sql,
                                               const std::vector<postgres::Parameter>& parameters);
  // nullopt for parameters that no stored text can equal: they contain a zero byte or invalid UTF-8.
  std::optional<postgres::Rows> find_rows(const std::string& sql, const std::vector<postgres::Parameter>& parameters);

  SessionPool sessions_;
};

}  // namespace kongflow::endpoints
