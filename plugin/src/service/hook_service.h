// Deploy hooks: secret URLs that trigger an index of an endpoint.
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

// Thread-safe. The repository must outlive it. Throws RepositoryError.
class HookService {
 public:
  // `delay` is the time from the call to the index: a new deployment does not respond immediately.
  HookService(EndpointRepository& repository, std::chrono::milliseconds delay, RetryPolicy retries = {})
      : repository_(repository), delay_(delay), retries_(std::move(retries)) {}

  // Enqueues an index and returns its PENDING run. Each call creates a run, unless too many are waiting already
  // (EndpointRepository::enqueue_index). A JSON body becomes the source data, with U+FFFD for characters that
  // PostgreSQL cannot store; other bodies are ignored. A Vercel event provides the reason. Error: ENDPOINT_NOT_FOUND,
  // with the same response and time for an unknown environment, slug and identifier, so that guesses reveal nothing.
  Result<IndexRun> call(const HookCall& call);

 private:
  EndpointRepository& repository_;
  const std::chrono::milliseconds delay_;
  const RetryPolicy retries_;
};

}  // namespace kongflow::endpoints
