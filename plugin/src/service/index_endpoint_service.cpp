#include "service/index_endpoint_service.h"

#include "service/retry_policy.h"

namespace kongflow::endpoints {
namespace {

constexpr const char* kEndpointNotFound = "Endpoint not found";

IndexOutcome without_run(IndexOutcome::Kind kind, std::string message) {
  IndexOutcome outcome{kind};
  outcome.error = Error{ErrorCode::endpoint_not_found, std::move(message), std::nullopt};
  return outcome;
}

IndexOutcome::Kind kind_of(ClientFailure::Kind kind) {
  if (kind == ClientFailure::Kind::invalid_manifest) return IndexOutcome::Kind::invalid_manifest;
  if (kind == ClientFailure::Kind::cancelled) return IndexOutcome::Kind::cancelled;
  return IndexOutcome::Kind::app_failure;
}

std::optional<std::chrono::milliseconds> next_attempt_in(const std::optional<TaskAttempt>& task) {
  if (!task || task->attempt >= task->max_attempts) return std::nullopt;
  return RetryPolicy::delay_after(task->attempt);
}

}  // namespace

IndexOutcome IndexEndpointService::index(const Environment& environment, const std::string& slug,
                                         const IndexRequest& request, const CallContext& context) {
  const auto endpoint = repository_.find(environment.id, slug);
  if (!endpoint) return without_run(IndexOutcome::Kind::no_endpoint, kEndpointNotFound);
  return run({*endpoint, environment}, request, std::nullopt, context);
}

IndexOutcome IndexEndpointService::index(const std::string& endpoint_id, const IndexRequest& request,
                                         const std::optional<TaskAttempt>& task, const CallContext& context) {
  const auto target = repository_.find_target(endpoint_id);
  if (!target) {
    if (repository_.was_removed(endpoint_id)) return without_run(IndexOutcome::Kind::removed, kEndpointNotFound);
    return without_run(IndexOutcome::Kind::no_endpoint, "No Endpoint found");
  }
  return run(*target, request, task, context);
}

std::optional<std::string> IndexEndpointService::environment_of(const std::string& endpoint_id) {
  const auto target = repository_.find_target(endpoint_id);
  if (!target) return std::nullopt;
  return target->environment.id;
}

IndexOutcome IndexEndpointService::run(const IndexTarget& target, const IndexRequest& request,
                                       const std::optional<TaskAttempt>& task, const CallContext& context) {
  const auto run = repository_.start_run(target.endpoint, request, task);
  if (!run) return without_run(IndexOutcome::Kind::removed, kEndpointNotFound);
  if (run->status == RunStatus::success) return {IndexOutcome::Kind::done, run->id};
  const AppAddress app{target.endpoint.url, target.environment.api_key, target.environment.id};
  const IndexReply reply = client_.index(app, context);

  IndexOutcome outcome{IndexOutcome::Kind::done, run->id};
  if (!reply.failure) {
    outcome.index = complete(target, *run, reply, task);
    return outcome.index ? outcome : lost_run_outcome(*run, task);
  }
  outcome.kind = kind_of(reply.failure->kind);
  outcome.error = Error{ErrorCode::failed_index, reply.failure->message, reply.failure->reason};
  if (outcome.kind == IndexOutcome::Kind::cancelled && task) return outcome;
  return fail(target, *run, reply, *outcome.error, task) ? outcome : lost_run_outcome(*run, task);
}

std::optional<EndpointIndex> IndexEndpointService::complete(const IndexTarget& target, const IndexRun& run,
                                                            const IndexReply& reply,
                                                            const std::optional<TaskAttempt>& task) {
  try {
    return repository_.complete_run(run, *reply.manifest, reply.facts);
  } catch (const RepositoryError&) {
    try {
      fail(target, run, reply, {ErrorCode::database, "The index could not be stored", std::nullopt}, task);
    } catch (const RepositoryError&) {  // report the first error, which is the cause
    }
    throw;
  }
}

bool IndexEndpointService::fail(const IndexTarget& target, const IndexRun& run, const IndexReply& reply,
                                const Error& error, const std::optional<TaskAttempt>& task) {
  const RunFailure failure{std::string(to_string(error.code)), sentence(error), next_attempt_in(task), reply.facts};
  if (!repository_.fail_run(run, failure)) return false;
  if (failed_) failed_(target, run, failure);
  return true;
}

IndexOutcome IndexEndpointService::lost_run_outcome(const IndexRun& run, const std::optional<TaskAttempt>& task) {
  if (!repository_.find_target(run.endpoint_id)) return without_run(IndexOutcome::Kind::removed, kEndpointNotFound);
  if (!task) return without_run(IndexOutcome::Kind::removed, "Endpoint index not found");
  IndexOutcome outcome{IndexOutcome::Kind::superseded, run.id};
  outcome.error = Error{ErrorCode::failed_index, "Another attempt of the task continues this index run", std::nullopt};
  return outcome;
}

}  // namespace kongflow::endpoints
