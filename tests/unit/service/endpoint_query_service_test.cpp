#include "service/endpoint_query_service.h"

#include <cppunit/extensions/HelperMacros.h>

#include "fakes/fake_endpoint_repository.h"

namespace kongflow::endpoints {
namespace {

class EndpointQueryServiceTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EndpointQueryServiceTest);
  CPPUNIT_TEST(environment_sees_its_own_endpoints);
  CPPUNIT_TEST(pages_continue_where_the_last_ended);
  CPPUNIT_TEST(odd_limits_and_cursors_are_invalid_requests);
  CPPUNIT_TEST(unknown_slugs_and_runs_are_not_found);
  CPPUNIT_TEST(removed_endpoint_is_given_once);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    for (const char* slug : {"a", "b", "c"})
      repository_.register_endpoint({mine_, slug, "http://app.test/api", "abcdefghij"}, 25).value();
    repository_.register_endpoint({other_, "d", "http://app.test/api", "abcdefghij"}, 25);
  }

  void environment_sees_its_own_endpoints() {
    const auto page = service_.list(mine_, {});
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, page->items.size());
    CPPUNIT_ASSERT_EQUAL(std::string("c"), page->items[0].endpoint.slug);
    CPPUNIT_ASSERT(service_.find(mine_, "a"));
    CPPUNIT_ASSERT(service_.find_run(mine_, service_.find(mine_, "a")->latest_run->id));
  }

  void pages_continue_where_the_last_ended() {
    const auto first = service_.list(mine_, {2, std::nullopt});
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, first->items.size());
    const auto second = service_.list(mine_, {2, first->next});
    CPPUNIT_ASSERT_EQUAL(std::string("a"), second->items.at(0).endpoint.slug);
    CPPUNIT_ASSERT(!second->next);
  }

  void odd_limits_and_cursors_are_invalid_requests() {
    for (const PageRequest& page : {PageRequest{0, std::nullopt}, PageRequest{-1, std::nullopt},
                                    PageRequest{101, std::nullopt}, PageRequest{20, "nope"}}) {
      const auto listed = service_.list(mine_, page);
      CPPUNIT_ASSERT(!listed);
      CPPUNIT_ASSERT(listed.error().code == ErrorCode::invalid_request);
      CPPUNIT_ASSERT(!service_.indexes(mine_, "a", page));
    }
    CPPUNIT_ASSERT(service_.list(mine_, {100, std::nullopt}));
  }

  void unknown_slugs_and_runs_are_not_found() {
    const auto assert_not_found = [](const auto& result, const std::string& message) {
      CPPUNIT_ASSERT(!result);
      CPPUNIT_ASSERT(result.error().code == ErrorCode::endpoint_not_found);
      CPPUNIT_ASSERT_EQUAL(message, result.error().message);
    };
    assert_not_found(service_.find(mine_, "d"), "Endpoint not found");
    assert_not_found(service_.indexes(mine_, "d", {}), "Endpoint not found");
    assert_not_found(service_.remove(mine_, "d"), "Endpoint not found");
    assert_not_found(service_.find_run(other_, service_.find(mine_, "a")->latest_run->id), "Endpoint index not found");
  }

  void removed_endpoint_is_given_once() {
    CPPUNIT_ASSERT_EQUAL(std::string("a"), service_.remove(mine_, "a")->slug);
    CPPUNIT_ASSERT(!service_.remove(mine_, "a"));
  }

 private:
  const Environment mine_{"mine", "dev", "DEVELOPMENT", "tr_dev_1", "organization", "project"};
  const Environment other_{"other", "prod", "PRODUCTION", "tr_prod_1", "organization", "project"};
  FakeEndpointRepository repository_;
  EndpointQueryService service_{repository_};
};

CPPUNIT_TEST_SUITE_REGISTRATION(EndpointQueryServiceTest);

}  // namespace
}  // namespace kongflow::endpoints
