// Calls users' apps over HTTP with Poco: one connection a call, to an address that the egress policy let pass.
#pragma once

#include <memory>

#include "client/client_settings.h"
#include "client/egress_policy.h"
#include "domain/endpoint_client.h"

namespace kongflow::endpoints {

class PocoEndpointClient final : public EndpointClient {
 public:
  // `policy` outlives it. Starts a thread, which ends with it; no call may be running then.
  PocoEndpointClient(ClientSettings settings, const EgressPolicy& policy);
  ~PocoEndpointClient() override;
  PocoEndpointClient(const PocoEndpointClient&) = delete;
  PocoEndpointClient& operator=(const PocoEndpointClient&) = delete;

  PingReply ping(const AppAddress& app, const std::string& slug, const CallContext& context) override;
  IndexReply index(const AppAddress& app, const CallContext& context) override;

 private:
  class Caller;
  std::unique_ptr<Caller> caller_;
};

}  // namespace kongflow::endpoints
