// Registers a user's app: asks it for a pong, stores it, and puts the task of its first index into the queue.
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
                        RetryPolicy retries = {})
      : client_(client), repository_(repository), hook_identifiers_(hook_identifiers), retries_(std::move(retries)) {}

  // Errors: INVALID_REQUEST (the id), FAILED_PING (the app), FAILED_UPSERT (the database). Nothing is stored then.
  Result<Registered> create(const Environment& environment, const CreateEndpoint& request, const CallContext& context);

 private:
  EndpointClient& client_;
  EndpointRepository& repository_;
  HookIdentifiers& hook_identifiers_;
  const RetryPolicy retries_;
};

}  // namespace kongflow::endpoints
