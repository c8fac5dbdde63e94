#include "fakes/fake_endpoint_repository.h"

#include "support/panel_contract.h"
#include "support/repository_contract.h"

namespace kongflow::endpoints {
namespace {

class FakeSubject {
 public:
  EndpointRepository& repository() { return repository_; }
  PanelRepository& panels() { return repository_; }
  FakeSubject() {
    for (const int number : {0, 1}) repository_.add_environment(environment(number));
  }
  Environment environment(int number) const {
    const std::string name = std::to_string(number);
    return {"environment-" + name, "dev" + name, "DEVELOPMENT", "tr_dev_" + name, "organization", "project"};
  }
  void remove_environment(const std::string& id) { repository_.remove_environment(id); }
  void set_attempts(const std::string& /*task_id*/, int /*attempts*/) {}  // the fake counts those of the runs
  std::vector<testing::QueuedTask> tasks() const { return repository_.tasks(); }

 private:
  FakeEndpointRepository repository_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(RepositoryContract<FakeSubject>);
CPPUNIT_TEST_SUITE_REGISTRATION(PanelContract<FakeSubject>);

}  // namespace
}  // namespace kongflow::endpoints
