// Sends one HTTP request to an app, on a connection of its own.
#pragma once

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/StreamSocket.h>

#include <cstddef>
#include <optional>
#include <string>
#include <variant>

#include "client/answer_head.h"
#include "client/egress_policy.h"
#include "client/resolver.h"
#include "client/target_url.h"
#include "client/watchdog.h"
#include "domain/body_memory.h"
#include "domain/call_context.h"
#include "domain/endpoint_client.h"

namespace kongflow::endpoints {

// The part of an unexpected response that is read to explain it: the title and form of a login page may follow long
// style sheets. When this much memory is not free at once, only kSmallBodyBytes of an error's body are read.
constexpr std::size_t kMaxExplainedBytes = std::size_t{256} * 1024;

struct BodyLimit {
  std::size_t max_bytes;
  std::string setting;  // the name of its setting, for messages; empty: none
};

struct HttpAnswer {
  AnswerHead head;
  // The decoded body. May be truncated for HTML and for 4xx or 5xx responses; empty for 1xx and 3xx responses.
  std::string body;
  std::optional<std::string> unread;  // a sentence for people: why `body` is empty although the response has one
  BodyMemory::Reservation memory;     // for `body` and values derived from it; null for a small body
};

// Why there is no response: refused, unreachable, timed_out, unparsable or cancelled.
struct HttpFailure {
  ClientFailure::Kind kind;
  std::string reason;  // for people; for timed_out: the step that did not complete in time
};

class HttpCall {
 public:
  // A body of at most this size, both as sent and decoded, needs no reservation.
  static constexpr std::size_t kSmallBodyBytes = std::size_t{64} * 1024;

  // All parameters must outlive it. `context` has the overall deadline. `memory` is charged to the environment.
  HttpCall(const EgressPolicy& policy, Resolver& resolver, Watchdog& watchdog, Poco::Net::Context::Ptr tls,
           BodyMemory& memory, const std::string& environment_id, const CallContext& context)
      : policy_(policy),
        resolver_(resolver),
        watchdog_(watchdog),
        tls_(std::move(tls)),
        memory_(memory),
        environment_id_(environment_id),
        context_(context) {}

  // Sets the target and Host of `request`, and sends it to the first permitted address of `url` that accepts a
  // connection. A body larger than `limit` is an error, except for HTML.
  std::variant<HttpAnswer, HttpFailure> send(const TargetUrl& url, Poco::Net::HTTPRequest& request,
                                             const BodyLimit& limit);

 private:
  using Addresses = EgressPolicy::Addresses;

  std::variant<Addresses, HttpFailure> permitted_addresses(const TargetUrl& url);
  std::variant<HttpAnswer, HttpFailure> exchange(Poco::Net::StreamSocket& socket, const TargetUrl& url,
                                                 Poco::Net::HTTPRequest& request, const BodyLimit& limit);
  bool connect(Poco::Net::StreamSocket& socket, const Poco::Net::SocketAddress& address, std::size_t addresses_left);
  // Returns false when the memory is not available before the deadline.
  bool reserve(std::size_t bytes, HttpAnswer& answer);
  // Like reserve(), without waiting.
  bool try_reserve(std::size_t bytes, HttpAnswer& answer);
  bool must_stop() const;  // the deadline has passed, or the caller has cancelled
  // Returns `reason`, unless the deadline has passed or the caller has cancelled; that takes precedence.
  HttpFailure failure(std::string reason, ClientFailure::Kind kind = ClientFailure::Kind::unreachable) const;

  const EgressPolicy& policy_;
  Resolver& resolver_;
  Watchdog& watchdog_;
  const Poco::Net::Context::Ptr tls_;
  BodyMemory& memory_;
  const std::string& environment_id_;
  const CallContext& context_;
  std::string stage_;  // the pending step as the message of a timeout
};

}  // namespace kongflow::endpoints
