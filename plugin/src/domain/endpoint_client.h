// Calls a user's app. Implemented by client/, faked in unit tests.
#pragma once

#include <optional>
#include <string>

#include "domain/app_facts.h"
#include "domain/body_memory.h"
#include "domain/call_context.h"
#include "domain/manifest.h"

namespace kongflow::endpoints {

struct AppAddress {
  std::string url;
  std::string api_key;         // secret
  std::string environment_id;  // calls of one environment share a limit
};

// Why a call to an app did not give what was asked for.
struct ClientFailure {
  enum class Kind {
    refused,           // the URL or a redirect is not allowed: nothing was sent there
    unreachable,       // no connection, no HTTP, too large
    timed_out,         // no complete answer within the limit
    bad_status,        // an answer outside 200-299
    unparsable,        // 2xx, but no JSON, or not all of it
    declined,          // the app answered with an error of its own ({"ok":false,...})
    invalid_manifest,  // JSON, but no manifest
    cancelled,         // the caller no longer waits
  };
  Kind kind;
  std::string message;                // the sentence for people; never holds the API key
  std::optional<std::string> reason;  // the rule, or what to do
};

struct PingReply {
  std::optional<ClientFailure> failure;  // nullopt: the app answered {"ok":true}
};

struct IndexReply {
  std::optional<ClientFailure> failure;
  std::optional<Manifest> manifest;  // without a failure
  AppFacts facts;
  BodyMemory::Reservation memory;  // of a large manifest
};

// Thread-safe. Blocks at most until the context's deadline or the configured total, whichever is first. Throws only
// for failures of this process (out of memory), never for what the app does.
class EndpointClient {
 public:
  virtual ~EndpointClient() = default;
  virtual PingReply ping(const AppAddress& app, const std::string& slug, const CallContext& context) = 0;
  virtual IndexReply index(const AppAddress& app, const CallContext& context) = 0;
};

}  // namespace kongflow::endpoints
