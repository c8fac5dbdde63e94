#include "host/http/cached_environment_store.h"

#include <cppunit/extensions/HelperMacros.h>

#include <map>
#include <stdexcept>

namespace kongflow::host::test {

using namespace std::chrono_literals;

class CountingStore final : public EnvironmentStore {
 public:
  std::shared_ptr<const Environment> find_by_api_key(std::string_view api_key) override {
    ++asked;
    if (away) throw std::runtime_error("The database is away");
    const auto found = ids.find(std::string(api_key));
    if (found == ids.end()) return nullptr;
    Environment environment;
    environment.id = found->second;
    return std::make_shared<const Environment>(std::move(environment));
  }

  std::map<std::string, std::string> ids{{"tr_dev_one", "one"}, {"tr_dev_two", "two"}};
  bool away = false;
  int asked = 0;
};

class CachedEnvironmentStoreTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CachedEnvironmentStoreTest);
  CPPUNIT_TEST(a_key_is_looked_up_again_only_after_a_while);
  CPPUNIT_TEST(a_revoked_key_is_rejected_after_a_while);
  CPPUNIT_TEST(keys_are_not_mixed_up);
  CPPUNIT_TEST(a_new_key_is_accepted_immediately);
  CPPUNIT_TEST(failures_are_not_cached);
  CPPUNIT_TEST_SUITE_END();

  using Clock = CachedEnvironmentStore::Clock;
  CountingStore store_;
  Clock::time_point now_ = Clock::now();
  CachedEnvironmentStore cached_{store_, [this] { return now_; }};

 public:
  void a_key_is_looked_up_again_only_after_a_while() {
    for (int i = 0; i < 10; ++i) CPPUNIT_ASSERT_EQUAL(std::string("one"), cached_.find_by_api_key("tr_dev_one")->id);
    CPPUNIT_ASSERT_EQUAL(1, store_.asked);
    now_ += CachedEnvironmentStore::kTrusted;
    CPPUNIT_ASSERT(cached_.find_by_api_key("tr_dev_one"));
    CPPUNIT_ASSERT_EQUAL(2, store_.asked);
  }

  void a_revoked_key_is_rejected_after_a_while() {
    CPPUNIT_ASSERT(cached_.find_by_api_key("tr_dev_one"));
    store_.ids.clear();
    now_ += CachedEnvironmentStore::kTrusted;
    CPPUNIT_ASSERT(!cached_.find_by_api_key("tr_dev_one"));
  }

  void keys_are_not_mixed_up() {
    CPPUNIT_ASSERT_EQUAL(std::string("one"), cached_.find_by_api_key("tr_dev_one")->id);
    CPPUNIT_ASSERT_EQUAL(std::string("two"), cached_.find_by_api_key("tr_dev_two")->id);
    CPPUNIT_ASSERT_EQUAL(std::string("one"), cached_.find_by_api_key("tr_dev_one")->id);
    CPPUNIT_ASSERT(!cached_.find_by_api_key("tr_dev_on"));
  }

  void a_new_key_is_accepted_immediately() {
    CPPUNIT_ASSERT(!cached_.find_by_api_key("tr_dev_new"));
    store_.ids["tr_dev_new"] = "new";
    CPPUNIT_ASSERT_EQUAL(std::string("new"), cached_.find_by_api_key("tr_dev_new")->id);
  }

  void failures_are_not_cached() {
    store_.away = true;
    CPPUNIT_ASSERT_THROW(cached_.find_by_api_key("tr_dev_one"), std::runtime_error);
    store_.away = false;
    CPPUNIT_ASSERT(cached_.find_by_api_key("tr_dev_one"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(CachedEnvironmentStoreTest);

}  // namespace kongflow::host::test
