#include "service/operator_service.h"

#include <cppunit/extensions/HelperMacros.h>

#include "fakes/fake_endpoint_client.h"
#include "fakes/fake_endpoint_repository.h"
#include "fakes/fixed_hook_identifiers.h"

namespace kongflow::endpoints {
namespace {

class OperatorServiceTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OperatorServiceTest);
  CPPUNIT_TEST(endpoint_is_added_with_the_key_of_its_environment);
  CPPUNIT_TEST(endpoints_of_all_environments_are_seen);
  CPPUNIT_TEST(changed_url_leaves_everything_else);
  CPPUNIT_TEST(changed_url_does_not_bring_back_an_endpoint_removed_meanwhile);
  CPPUNIT_TEST(removed_endpoint_is_given_once);
  CPPUNIT_TEST(what_is_not_there_is_named);
  CPPUNIT_TEST(cursor_that_no_page_gave_is_an_invalid_request);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    repository_.add_environment(mine_);
    repository_.add_environment(other_);
  }

  void endpoint_is_added_with_the_key_of_its_environment() {
    const auto added = service_.add(other_.id, {"app", "http://app.test/api"}, {});
    CPPUNIT_ASSERT(added);
    CPPUNIT_ASSERT_EQUAL(other_.id, added->endpoint.environment_id);
    CPPUNIT_ASSERT_EQUAL(other_.api_key, client_.pings().at(0).app.api_key);
    CPPUNIT_ASSERT(added->run.status == RunStatus::pending);
  }

  void endpoints_of_all_environments_are_seen() {
    add(mine_, "a");
    const Endpoint b = add(other_, "b");
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, service_.endpoints({}, EndpointOrder::slug, false)->items.size());
    CPPUNIT_ASSERT_EQUAL(std::string("b"), service_.endpoint(b.id)->summary.endpoint.slug);
  }

  void changed_url_leaves_everything_else() {
    const Endpoint before = add(mine_, "app");
    CPPUNIT_ASSERT(service_.change_url(before.id, "http://app.test/moved", {}));
    const Endpoint after = repository_.find(mine_.id, "app").value();
    CPPUNIT_ASSERT_EQUAL(std::string("http://app.test/moved"), after.url);
    CPPUNIT_ASSERT_EQUAL(before.id, after.id);
    CPPUNIT_ASSERT_EQUAL(before.indexing_hook_identifier, after.indexing_hook_identifier);
    CPPUNIT_ASSERT_EQUAL(before.created_at, after.created_at);
  }

  void changed_url_does_not_bring_back_an_endpoint_removed_meanwhile() {
    const Endpoint endpoint = add(mine_, "app");
    client_.on_ping = [this] {
      repository_.remove(mine_.id, "app");
      return PingReply{};
    };
    const auto changed = service_.change_url(endpoint.id, "http://app.test/moved", {});
    CPPUNIT_ASSERT(!changed && changed.error().code == ErrorCode::endpoint_not_found);
    CPPUNIT_ASSERT_EQUAL(std::string("Endpoint not found"), changed.error().message);
    CPPUNIT_ASSERT(!repository_.find(mine_.id, "app"));
    CPPUNIT_ASSERT(repository_.tasks().empty());
  }

  void removed_endpoint_is_given_once() {
    const Endpoint endpoint = add(mine_, "app");
    CPPUNIT_ASSERT_EQUAL(endpoint.slug, service_.remove(endpoint.id)->slug);
    CPPUNIT_ASSERT(!service_.remove(endpoint.id));
  }

  void what_is_not_there_is_named() {
    const auto assert_not_found = [](const auto& result, const std::string& what) {
      CPPUNIT_ASSERT(!result);
      CPPUNIT_ASSERT(result.error().code == ErrorCode::endpoint_not_found);
      CPPUNIT_ASSERT_EQUAL(what + " not found", result.error().message);
    };
    assert_not_found(service_.endpoint("nope"), "Endpoint");
    assert_not_found(service_.change_url("nope", "http://app.test", {}), "Endpoint");
    assert_not_found(service_.remove("nope"), "Endpoint");
    assert_not_found(service_.add("nope", {"app", "http://app.test"}, {}), "Environment");
    assert_not_found(service_.run("nope"), "Index run");
    assert_not_found(service_.manifest("nope"), "Index");
    CPPUNIT_ASSERT(client_.pings().empty());
  }

  void cursor_that_no_page_gave_is_an_invalid_request() {
    const RowsRequest request{10, "nope"};
    const std::string id = add(mine_, "app").id;
    CPPUNIT_ASSERT(service_.endpoints(request, EndpointOrder::slug, false).error().code == ErrorCode::invalid_request);
    CPPUNIT_ASSERT(service_.runs(id, request).error().code == ErrorCode::invalid_request);
    CPPUNIT_ASSERT(service_.indexes(id, request).error().code == ErrorCode::invalid_request);
  }

 private:
  Endpoint add(const Environment& environment, const std::string& slug) {
    return service_.add(environment.id, {slug, "http://app.test/api"}, {})->endpoint;
  }

  const Environment mine_{"mine", "dev", "DEVELOPMENT", "tr_dev_1", "organization", "project"};
  const Environment other_{"other", "prod", "PRODUCTION", "tr_prod_1", "organization", "project"};
  FakeEndpointRepository repository_;
  FakeEndpointClient client_;
  FixedHookIdentifiers hook_identifiers_;
  CreateEndpointService create_{client_, repository_, hook_identifiers_};
  OperatorService service_{repository_, repository_, create_};
};

CPPUNIT_TEST_SUITE_REGISTRATION(OperatorServiceTest);

}  // namespace
}  // namespace kongflow::endpoints
