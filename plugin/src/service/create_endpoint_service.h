// Registers a user's app: pings the app, stores the endpoint, and enqueues the task of its first index.
#pragma once

#include <string>

#include "domain/call_context.h"
#include "domain/endpoint_client.h"
#include "domain/endpoint_repository.h"
#include "domain/error.h"
#include "domain/hook_identifier.h"
#include "service/retry_policy.h"

namespace kongflow::endpoints {

struct CreateEndpoint {
  std::string id;   // the slug: 1-100 visible ASCII characters, without "." or ".." as a path segment
  std::string url;  // stored after trimming (domain/url_text.h)
};

// Thread-safe. The parameters must outlive it.
class CreateEndpointService {
 public:
  CreateEndpointService(EndpointClient& client, EndpointRepository& repository, HookIdentifiers& hook_identifiers,
                        RetryPolicy retries = {}, DatabaseFailureListener database_failed = {})
      : client_(client),
        repository_(repository),
        hook_identifiers_(hook_identifiers),
        retries_(std::move(retries)),
        database_failed_(std::move(database_failed)) {}

  // Errors: INVALID_REQUEST (invalid id), FAILED_PING (failure of the app), FAILED_UPSERT (PostgreSQL rejected the
  // values), ENDPOINT_NOT_FOUND (the environment was removed concurrently). Throws RepositoryError for a failure of the
  // platform. On failure nothing is stored.
  Result<Registered> create(const Environment& environment, const CreateEndpoint& request, const CallContext& context);
  // The same for an existing endpoint, of which only the URL changes. ENDPOINT_NOT_FOUND: it was removed concurrently.
  Result<Registered> change_url(const IndexTarget& target, const std::string& url, const CallContext& context);

 private:
  // Pings the app, then calls `write` with the trimmed URL and max_attempts of the first index. `write` returns nullopt
  // when `missing` was removed concurrently.
  template <typename Write>
  Result<Registered> store(const Environment& environment, const CreateEndpoint& request, const char* missing,
                           const CallContext& context, Write write);

  EndpointClient& client_;
  EndpointRepository& repository_;
  HookIdentifiers& hook_identifiers_;
  const RetryPolicy retries_;
  const DatabaseFailureListener database_failed_;
};

}  // namespace kongflow::endpoints
