#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>

#include <future>
#include <memory>
#include <stdexcept>

#include "host/database/environment_creator.h"
#include "host/database/pg_environment_store.h"
#include "support/test_database.h"

namespace kongflow::host {

class EnvironmentsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EnvironmentsTest);
  CPPUNIT_TEST(a_new_environment_brings_organization_and_project_along);
  CPPUNIT_TEST(each_type_has_its_slug_and_its_kind_of_key);
  CPPUNIT_TEST(creating_again_gives_the_same_environment);
  CPPUNIT_TEST(creating_at_once_makes_one);
  CPPUNIT_TEST(what_does_not_fit_is_refused_and_leaves_nothing);
  CPPUNIT_TEST(a_key_finds_its_environment_with_project_and_organization);
  CPPUNIT_TEST(unknown_and_odd_keys_find_nothing);
  CPPUNIT_TEST(a_revoked_key_stops_at_once);
  CPPUNIT_TEST(the_user_is_the_member_of_the_environment_else_the_first_of_the_organization);
  CPPUNIT_TEST(a_lost_connection_is_made_again);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    database = std::make_unique<testing::TestDatabase>();
    store = std::make_unique<PgEnvironmentStore>(database->connection_string());
  }
  void tearDown() override {
    store.reset();
    database.reset();
  }

  void a_new_environment_brings_organization_and_project_along() {
    const CreatedEnvironment made = create({"acme", "shop", "DEVELOPMENT", ""});
    CPPUNIT_ASSERT(made.created);
    CPPUNIT_ASSERT_EQUAL(std::string("dev"), made.environment.slug);
    CPPUNIT_ASSERT_EQUAL(std::string("shop"), made.environment.project_slug);
    CPPUNIT_ASSERT_EQUAL(std::string("acme"), made.environment.organization_slug);
    CPPUNIT_ASSERT_EQUAL(made.environment.organization_id, database->value("select organization_id from projects"));
  }

  void each_type_has_its_slug_and_its_kind_of_key() {
    for (const auto& [type, slug] : {std::pair("PRODUCTION", "prod"), std::pair("STAGING", "stg"),
                                     std::pair("DEVELOPMENT", "dev"), std::pair("PREVIEW", "preview")}) {
      const Environment made = create({"acme", "shop", type, ""}).environment;
      CPPUNIT_ASSERT_EQUAL(std::string(type), made.type);
      CPPUNIT_ASSERT_EQUAL(std::string(slug), made.slug);
      const std::string prefix = std::string("tr_") + slug + '_';
      CPPUNIT_ASSERT_EQUAL(prefix, made.api_key.substr(0, prefix.size()));
      CPPUNIT_ASSERT_EQUAL(prefix.size() + 32, made.api_key.size());
    }
    CPPUNIT_ASSERT_EQUAL(std::string("4"), database->value("select count(distinct api_key) from runtime_environments"));
    CPPUNIT_ASSERT_EQUAL(std::string("1"), database->value("select count(*) from projects"));
  }

  void creating_again_gives_the_same_environment() {
    const CreatedEnvironment first = create({"acme", "shop", "DEVELOPMENT", "ada"});
    const CreatedEnvironment again = create({"acme", "shop", "DEVELOPMENT", "ada"});
    CPPUNIT_ASSERT(!again.created);
    CPPUNIT_ASSERT_EQUAL(first.environment.api_key, again.environment.api_key);
  }

  void creating_at_once_makes_one() {
    std::vector<std::future<std::string>> keys;
    for (int i = 0; i < 8; ++i)
      keys.push_back(std::async(std::launch::async, [this] {
        return create({"acme", "shop", "DEVELOPMENT", ""}).environment.api_key;
      }));
    const std::string first = keys.front().get();
    for (std::size_t i = 1; i < keys.size(); ++i) CPPUNIT_ASSERT_EQUAL(first, keys[i].get());
  }

  void what_does_not_fit_is_refused_and_leaves_nothing() {
    for (const NewEnvironmentRequest& request :
         {NewEnvironmentRequest{"", "shop", "DEVELOPMENT", ""},
          NewEnvironmentRequest{"Acme Inc", "shop", "DEVELOPMENT", ""},
          NewEnvironmentRequest{"acme", "", "DEVELOPMENT", ""},
          NewEnvironmentRequest{"acme", "shop", "development", ""},
          NewEnvironmentRequest{"acme", "shop", "DEVELOPMENT", "a b"},
          NewEnvironmentRequest{"acme", std::string(101, 'x'), "DEVELOPMENT", ""}})
      CPPUNIT_ASSERT_THROW(create(request), std::invalid_argument);
    CPPUNIT_ASSERT_EQUAL(std::string("0"), database->value("select count(*) from organizations"));

    create({"acme", "shop", "DEVELOPMENT", ""});
    CPPUNIT_ASSERT_THROW(create({"rival", "shop", "DEVELOPMENT", ""}), std::invalid_argument);
    CPPUNIT_ASSERT_THROW(create({"acme", "shop", "PRODUCTION", "dev"}), std::invalid_argument);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), database->value("select count(*) from organizations"));
  }

  void a_key_finds_its_environment_with_project_and_organization() {
    const Environment made = create({"acme", "shop", "PRODUCTION", ""}).environment;
    database->run("update projects set name = 'The Shop'; update organizations set title = 'Acme, Inc.'");
    const Environment found = *store->find_by_api_key(made.api_key);
    CPPUNIT_ASSERT_EQUAL(made.id, found.id);
    CPPUNIT_ASSERT_EQUAL(made.api_key, found.api_key);
    CPPUNIT_ASSERT_EQUAL(std::string("PRODUCTION"), found.type);
    CPPUNIT_ASSERT_EQUAL(std::string("The Shop"), found.project_name);
    CPPUNIT_ASSERT_EQUAL(std::string("Acme, Inc."), found.organization_title);
    for (const std::string& time :
         {found.created_at, found.updated_at, found.project_created_at, found.project_updated_at,
          found.organization_created_at, found.organization_updated_at}) {
      CPPUNIT_ASSERT_EQUAL(std::size_t{24}, time.size());
      CPPUNIT_ASSERT_EQUAL('Z', time.back());
    }
  }

  void unknown_and_odd_keys_find_nothing() {
    const std::string key = create({"acme", "shop", "DEVELOPMENT", ""}).environment.api_key;
    for (const std::string& odd : {std::string(), std::string("tr_dev_x"), key + " ", key + '\0',
                                   std::string("\xff\xfe"), std::string("' or 1=1 --"), std::string(100000, 'k')})
      CPPUNIT_ASSERT(!store->find_by_api_key(odd));
    CPPUNIT_ASSERT(store->find_by_api_key(key));
  }

  void a_revoked_key_stops_at_once() {
    const std::string key = create({"acme", "shop", "DEVELOPMENT", ""}).environment.api_key;
    CPPUNIT_ASSERT(store->find_by_api_key(key));
    database->run("update runtime_environments set api_key = 'another'");
    CPPUNIT_ASSERT(!store->find_by_api_key(key));
    CPPUNIT_ASSERT(store->find_by_api_key("another"));
  }

  void the_user_is_the_member_of_the_environment_else_the_first_of_the_organization() {
    const std::string key = create({"acme", "shop", "DEVELOPMENT", ""}).environment.api_key;
    CPPUNIT_ASSERT_EQUAL(std::string(), store->find_by_api_key(key)->user_id);
    database->run(
        "insert into users (email) values ('ada@example.com'), ('bob@example.com');"
        "insert into org_members (organization_id, user_id, created_at)"
        " select o.id, u.id, timestamptz '2026-01-01' + row_number() over (order by email) * interval '1 day'"
        " from organizations o, users u");
    const auto user = [&](const char* email) {
      return database->value("select id from users where email = $1", {email});
    };
    CPPUNIT_ASSERT_EQUAL(user("ada@example.com"), store->find_by_api_key(key)->user_id);
    database->run(
        "update runtime_environments set org_member_id ="
        " (select m.id from org_members m join users u on u.id = m.user_id where email = 'bob@example.com')");
    CPPUNIT_ASSERT_EQUAL(user("bob@example.com"), store->find_by_api_key(key)->user_id);
  }

  void a_lost_connection_is_made_again() {
    const std::string key = create({"acme", "shop", "DEVELOPMENT", ""}).environment.api_key;
    for (int i = 0; i < 3; ++i) {
      CPPUNIT_ASSERT(store->find_by_api_key(key));
      database->disconnect_all();
    }
  }

 private:
  CreatedEnvironment create(const NewEnvironmentRequest& request) {
    auto connection = database->connect();
    return create_environment(connection, request);
  }

  std::unique_ptr<testing::TestDatabase> database;
  std::unique_ptr<PgEnvironmentStore> store;
};

CPPUNIT_TEST_SUITE_REGISTRATION(EnvironmentsTest);

}  // namespace kongflow::host
