// Registers a user's app: pings it, stores it, and enqueues the task of its first index.
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
  std::string id;   // becomes the slug: 1-100 visible ASCII characters, no "." or ".." as a segment
  std::string url;  // stored as given, trimmed (domain/url_text.h)
};

// Thread-safe. The parameters outlive it.
class CreateEndpointService {
 public:
  CreateEndpointService(EndpointClient& client, EndpointRepository& repository, HookIdentifiers& hook_identifiers,
                        RetryPolicy retries = {}, DatabaseFailureListener database_failed = {})
      : client_(client),
        repository_(repository),
        hook_identifiers_(hook_identifiers),
        retries_(std::move(retries)),
        database_failed_(std::move(database_failed)) {}

  // Errors: INVALID_REQUEST (the id), FAILED_PING (the app), FAILED_UPSERT (PostgreSQL refused the values),
  // ENDPOINT_NOT_FOUND (the environment was removed meanwhile). Throws RepositoryError for a fault of the platform.
  // Nothing is stored then.
  Result<Registered> create(const Environment& environment, const CreateEndpoint& request, const CallContext& context);
  // The same for an endpoint that exists, which keeps all but its URL. ENDPOINT_NOT_FOUND: it was removed meanwhile.
  Result<Registered> change_url(const IndexTarget& target, const std::string& url, const CallContext& context);

 private:
  // Pings the app, then calls `write` with the URL as it is stored and the number of attempts of the first index;
  // `write` returns nullopt when `missing` was removed meanwhile.
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
