// One HTTP request to an app, on a connection of its own.
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

// How much of an unexpected answer is read to explain it: the title and the form of a login page may come after long
// styles. An error's body is read up to kSmall_bytes only when there is no memory for so much at that moment.
constexpr std::size_t kMaxExplainedBytes = std::size_t{256} * 1024;

struct BodyLimit {
  std::size_t max_bytes;
  std::string setting;  // that holds it, for messages; empty: none
};

struct HttpAnswer {
  AnswerHead head;
  // Decoded. Of HTML and of a 4xx or 5xx answer maybe only the beginning; empty for a 1xx or 3xx answer.
  std::string body;
  std::optional<std::string> unread;  // why `body` is empty although one came, a sentence for people
  BodyMemory::Reservation memory;     // for `body` and what is made of it; null for a small one
};

// Why there is no answer: refused, unreachable, timed_out, unparsable or cancelled.
struct HttpFailure {
  ClientFailure::Kind kind;
  std::string reason;  // for people; of timed_out: what did not happen in time
};

class HttpCall {
 public:
  // A body of at most so many bytes, as sent and decoded, needs no reservation.
  static constexpr std::size_t kSmall_bytes = std::size_t{64} * 1024;

  // All parameters outlive it. `context` holds the deadline of everything, `memory` is for bodies of the environment.
  HttpCall(const EgressPolicy& policy, Resolver& resolver, Watchdog& watchdog, Poco::Net::Context::Ptr tls,
           BodyMemory& memory, const std::string& environment_id, const CallContext& context)
      : policy_(policy),
        resolver_(resolver),
        watchdog_(watchdog),
        tls_(std::move(tls)),
        memory_(memory),
        environment_id_(environment_id),
        context_(context) {}

  // Sends `request` (method and headers; the target and Host are set here) to the first address of `url` that
  // connects, provided that the policy allows it. A larger body than `limit` is an error unless it is HTML.
  std::variant<HttpAnswer, HttpFailure> send(const TargetUrl& url, Poco::Net::HTTPRequest& request,
                                             const BodyLimit& limit);

 private:
  using Addresses = EgressPolicy::Addresses;

  std::variant<Addresses, HttpFailure> permitted_addresses(const TargetUrl& url);
  std::variant<HttpAnswer, HttpFailure> exchange(Poco::Net::StreamSocket& socket, const TargetUrl& url,
                                                 Poco::Net::HTTPRequest& request, const BodyLimit& limit);
  bool connect(Poco::Net::StreamSocket& socket, const Poco::Net::SocketAddress& address, std::size_t addresses_left);
  // False when there is no memory for a body of that size in time.
  bool reserve(std::size_t bytes, HttpAnswer& answer);
  // Does not wait.
  bool reserve_at_once(std::size_t bytes, HttpAnswer& answer);
  bool must_stop() const;  // the deadline has passed, or the caller has cancelled
  // This failure, or that the deadline has passed or the caller has cancelled.
  HttpFailure failure(std::string reason, ClientFailure::Kind kind = ClientFailure::Kind::unreachable) const;

  const EgressPolicy& policy_;
  Resolver& resolver_;
  Watchdog& watchdog_;
  const Poco::Net::Context::Ptr tls_;
  BodyMemory& memory_;
  const std::string& environment_id_;
  const CallContext& context_;
  std::string stage_;  // what has not happened yet
};

}  // namespace kongflow::endpoints
