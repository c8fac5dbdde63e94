// A database with one DEVELOPMENT environment, and the repository on it.
#pragma once

#include <cppunit/TestFixture.h>

#include <memory>
#include <string>

#include "repository/pg_endpoint_repository.h"
#include "support/test_database.h"

namespace kongflow::endpoints {

constexpr const char* kEmptyManifest = R"({"jobs":[],"sources":[],"dynamicTriggers":[],"dynamicSchedules":[]})";

class RepositoryFixture : public CppUnit::TestFixture {
 public:
  void setUp() override;
  void tearDown() override;

 protected:
  // Another environment of the same project.
  Environment make_environment(const std::string& type);
  NewEndpoint new_endpoint(const std::string& slug = "my-app", const std::string& url = "http://localhost/api") const;
  Registered registered(const std::string& slug = "my-app");
  // A run that has STARTED without a task.
  IndexRun started(const Endpoint& endpoint, IndexRequest request = {IndexSource::api, {}, {}});
  // The count of rows: tables and conditions as in SQL.
  std::string count(const std::string& from) const { return database->value("select count(*) from " + from); }
  std::unique_ptr<PgEndpointRepository> make_repository(
      int pool_size = 4, std::chrono::milliseconds statement_timeout = std::chrono::seconds(30)) const;

  std::unique_ptr<testing::TestDatabase> database;
  std::unique_ptr<PgEndpointRepository> repository;
  Environment environment;
};

Manifest manifest_of(std::string json, std::int64_t jobs = 0);

}  // namespace kongflow::endpoints
