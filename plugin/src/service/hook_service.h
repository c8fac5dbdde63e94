// Deploy hooks: a secret URL that has an endpoint indexed soon.
#pragma once

#include <chrono>
#include <string>

#include "domain/endpoint_repository.h"
#include "domain/error.h"
#include "service/retry_policy.h"

namespace kongflow::endpoints {

struct HookCall {
  std::string environment_id;
  std::string slug;
  std::string hook_identifier;
  std::string body;  // as received, any bytes; empty: none
};

// Thread-safe. The repository outlives it. Throws RepositoryError.
class HookService {
 public:
  // `delay`: a deployment needs a moment until it answers.
  HookService(EndpointRepository& repository, std::chrono::milliseconds delay, RetryPolicy retries = {})
      : repository_(repository), delay_(delay), retries_(std::move(retries)) {}

  // The PENDING run of the task that was put into the queue, due after the delay; each call makes its own, unless many
  // wait already (EndpointRepository::enqueue_index). A body of JSON
  // becomes the source data (U+FFFD for what PostgreSQL cannot hold), any other is dropped; a Vercel event gives the
  // reason. Error: ENDPOINT_NOT_FOUND, the same and as fast for an unknown environment, slug and identifier.
  Result<IndexRun> call(const HookCall& call);

 private:
  EndpointRepository& repository_;
  const std::chrono::milliseconds delay_;
  const RetryPolicy retries_;
};

}  // namespace kongflow::endpoints
