#include "fixture.h"

#include "host/database/environment_creator.h"

namespace kongflow::endpoints {

void RepositoryFixture::setUp() {
  database = std::make_unique<testing::TestDatabase>();
  environment = make_environment("DEVELOPMENT");
  repository = make_repository();
}

void RepositoryFixture::tearDown() {
  repository.reset();
  database.reset();
}

std::unique_ptr<PgEndpointRepository> RepositoryFixture::make_repository(
    int pool_size, std::chrono::milliseconds statement_timeout) const {
  return std::make_unique<PgEndpointRepository>(database->connection_string(), pool_size, statement_timeout);
}

Environment RepositoryFixture::make_environment(const std::string& type) {
  auto connection = database->connect();
  const host::Environment made = host::create_environment(connection, {"acme", "shop", type, ""}).environment;
  return {made.id, made.slug, made.type, made.api_key, made.organization_id, made.project_id};
}

NewEndpoint RepositoryFixture::new_endpoint(const std::string& slug, const std::string& url) const {
  return {environment, slug, url, "0123456789"};
}

Registered RepositoryFixture::registered(const std::string& slug) {
  return repository->register_endpoint(new_endpoint(slug), 25).value();
}

IndexRun RepositoryFixture::started(const Endpoint& endpoint, IndexRequest request) {
  return repository->start_run(endpoint, request, std::nullopt).value();
}

Manifest manifest_of(std::string json, std::int64_t jobs) {
  Manifest manifest;
  manifest.json = std::move(json);
  manifest.stats.jobs = jobs;
  return manifest;
}

}  // namespace kongflow::endpoints
