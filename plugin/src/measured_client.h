// Records the duration and outcome of calls to users' apps.
#pragma once

#include "domain/endpoint_client.h"
#include "kongflow/metrics.hpp"

namespace kongflow::endpoints {

class MeasuredClient final : public EndpointClient {
 public:
  // `client` must outlive it. `seconds` has the labels action (ping, index) and outcome.
  MeasuredClient(EndpointClient& client, Histogram seconds) : client_(client), seconds_(seconds) {}

  PingReply ping(const AppAddress& app, const std::string& slug, const CallContext& context) override;
  IndexReply index(const AppAddress& app, const CallContext& context) override;

 private:
  EndpointClient& client_;
  const Histogram seconds_;
};

}  // namespace kongflow::endpoints
