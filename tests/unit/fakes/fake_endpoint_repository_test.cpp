#include "fakes/fake_endpoint_repository.h"

#include "support/repository_contract.h"

namespace kongflow::endpoints {
namespace {

class FakeSubject {
 public:
  EndpointRepository& repository() { return repository_; }
  Environment environment(int number) const {
    const std::string name = std::to_string(number);
    return {"environment-" + name, "dev" + name, "DEVELOPMENT", "tr_dev_" + name, "organization", "project"};
  }
  std::vector<testing::QueuedTask> tasks() const { return repository_.tasks(); }

 private:
  FakeEndpointRepository repository_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(RepositoryContract<FakeSubject>);

}  // namespace
}  // namespace kongflow::endpoints
