// The real services on fakes of the client and the repository, for the tests of the outer layers.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fakes/fake_endpoint_client.h"
#include "fakes/fake_endpoint_repository.h"
#include "service/services.h"

namespace kongflow::endpoints {

class WiredServices {
 public:
  FakeEndpointRepository repository;
  FakeEndpointClient client;
  std::string public_url = "https://kong.example.com";
  std::vector<std::string> database_failures;  // "cause: message" of each that was reported

  ServicesSource source() {
    return [this] {
      return std::make_shared<const Services>(
          Services{create_, index_, hook_, queries_, operators_, public_url, database_failed_});
    };
  }

  // The environment that kongflow::testing::EnvironmentFacts describes, which the repository knows.
  const Environment environment{"11111111-1111-4111-8111-111111111111",
                                "dev",
                                "DEVELOPMENT",
                                "tr_dev_test",
                                "22222222-2222-4222-8222-222222222222",
                                "33333333-3333-4333-8333-333333333333"};

  WiredServices() { repository.add_environment(environment); }

  // A registered endpoint of it, without its first index.
  Endpoint endpoint(const std::string& slug = "my-app") {
    return create_.create(environment, {slug, "http://app.test/api"}, {}).value().endpoint;
  }

 private:
  class Numbered final : public HookIdentifiers {
   public:
    std::string next() override { return "hook" + std::to_string(100'000 + ++last_); }

   private:
    int last_ = 0;
  };

  const DatabaseFailureListener database_failed_ = [this](const RepositoryError& error, const std::string&) {
    database_failures.push_back(std::string(to_string(error.cause())) + ": " + error.what());
  };
  Numbered hook_identifiers_;
  CreateEndpointService create_{client, repository, hook_identifiers_, {}, database_failed_};
  IndexEndpointService index_{client, repository};
  HookService hook_{repository, std::chrono::seconds(5)};
  EndpointQueryService queries_{repository};
  OperatorService operators_{repository, repository, create_};
};

}  // namespace kongflow::endpoints
