// Calls users' apps over HTTP with Poco: one connection per request, to an address that the egress policy permits.
#pragma once

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequest.h>

#include <chrono>
#include <string_view>
#include <variant>

#include "client/answer_origin.h"
#include "client/client_settings.h"
#include "client/egress_policy.h"
#include "client/http_call.h"
#include "client/resolver.h"
#include "client/watchdog.h"
#include "domain/endpoint_client.h"

namespace kongflow::endpoints {

class PocoEndpointClient final : public EndpointClient {
 public:
  // `policy`, `resolver` and `memory` must outlive it. Owns a thread; no call may be running at destruction.
  PocoEndpointClient(ClientSettings settings, const EgressPolicy& policy, Resolver& resolver, BodyMemory& memory);

  PingReply ping(const AppAddress& app, const std::string& slug, const CallContext& context) override;
  IndexReply index(const AppAddress& app, const CallContext& context) override;

 private:
  struct Limit {
    std::chrono::milliseconds timeout;
    const char* timeout_setting;  // for messages
    BodyLimit body;
  };
  struct FinalAnswer {
    HttpAnswer answer;  // the final response after all redirects, with any status
    TargetUrl url;      // the URL of the final response
    bool redirected;
  };

  // Like ping() and index(), without masking: messages of the app may contain the API key.
  std::optional<ClientFailure> ping_unmasked(const AppAddress& app, const std::string& slug,
                                             const CallContext& context);
  IndexReply index_unmasked(const AppAddress& app, const CallContext& context);

  std::variant<FinalAnswer, ClientFailure> call(const AppAddress& app, Poco::Net::HTTPRequest request,
                                                const Limit& limit, const CallContext& context);
  static AnswerEvidence evidence(const FinalAnswer& answered, std::string_view body);

  const ClientSettings settings_;
  const EgressPolicy& policy_;
  Resolver& resolver_;
  BodyMemory& memory_;
  const Poco::Net::Context::Ptr tls_;
  Watchdog watchdog_;
};

}  // namespace kongflow::endpoints
