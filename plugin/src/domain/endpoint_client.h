// The interface to users' apps. client/ implements it; unit tests use a fake.
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
  std::string environment_id;  // calls of one environment share limits
};

// The reason why a call to an app failed.
struct ClientFailure {
  enum class Kind {
    refused,           // the URL or a redirect is not allowed; nothing was sent to it
    unreachable,       // no connection, not HTTP, or too large
    timed_out,         // no complete response within the limit
    bad_status,        // a status outside 200-299
    unparsable,        // 2xx, but not complete JSON
    declined,          // the app responded with its own error ({"ok":false,...})
    invalid_manifest,  // JSON, but not a valid manifest
    cancelled,         // the caller cancelled the call
  };
  Kind kind;
  std::string message;                // a sentence for people; never contains the API key
  std::optional<std::string> reason;  // the rule or the remedy
};

struct PingReply {
  std::optional<ClientFailure> failure;  // nullopt: the app responded with {"ok":true}
};

struct IndexReply {
  std::optional<ClientFailure> failure;
  std::optional<Manifest> manifest;  // set unless the call failed
  AppFacts facts;
  BodyMemory::Reservation memory;  // held for a large manifest
};

// Thread-safe. Blocks at most until the context's deadline or for the configured timeout, whichever is first. Throws
// only for failures of this process (out of memory); failures of the app are values.
class EndpointClient {
 public:
  virtual ~EndpointClient() = default;
  virtual PingReply ping(const AppAddress& app, const std::string& slug, const CallContext& context) = 0;
  virtual IndexReply index(const AppAddress& app, const CallContext& context) = 0;
};

}  // namespace kongflow::endpoints
