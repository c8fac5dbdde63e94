#include "server_fixture.h"

#include <prometheus/text_serializer.h>

#include <stdexcept>

#include "host/base/public_api_key.h"
#include "host/base/text.h"

namespace kongflow::host::test {

std::shared_ptr<const Environment> FakeEnvironments::find_by_api_key(std::string_view api_key) {
  if (api_key == "tr_dev_down") throw std::runtime_error("could not connect to server");
  if (api_key != "tr_dev_key") return nullptr;
  return std::make_shared<const Environment>(environment());
}

Environment FakeEnvironments::environment() {
  Environment environment;
  environment.id = "8d0c8f0e-0000-4000-8000-000000000001";
  environment.slug = "dev";
  environment.type = "DEVELOPMENT";
  environment.api_key = "tr_dev_key";
  environment.created_at = "2023-06-01T10:00:00.000Z";
  environment.updated_at = "2023-06-02T10:00:00.000Z";
  environment.project_id = "project-1";
  environment.project_slug = "my-project";
  environment.project_name = "My Project";
  environment.project_created_at = environment.project_updated_at = "2023-06-01T09:00:00.000Z";
  environment.organization_id = "organization-1";
  environment.organization_slug = "acme";
  environment.organization_title = "Acme";
  environment.organization_created_at = environment.organization_updated_at = "2023-06-01T08:00:00.000Z";
  environment.user_id = "user-1";
  environment.public_api_key = public_api_key(environment.id, environment.type);
  return environment;
}

void Gate::open() {
  const std::lock_guard lock(mutex_);
  open_ = true;
  changed_.notify_all();
}

void Gate::pass() {
  std::unique_lock lock(mutex_);
  ++waiting_;
  changed_.notify_all();
  changed_.wait(lock, [this] { return open_; });
  --waiting_;
}

void Gate::await_waiting(int handlers) {
  std::unique_lock lock(mutex_);
  CPPUNIT_ASSERT_MESSAGE("handlers at the gate",
                         changed_.wait_for(lock, std::chrono::seconds(10), [&] { return waiting_ >= handlers; }));
}

ServerFixture::ServerFixture() {
  settings.listen = {"127.0.0.1:0"};
  settings.worker_threads = 4;
}

ServerFixture::~ServerFixture() {
  gate.open();
  server.reset();
}

void ServerFixture::route(const std::string& method, const std::string& pattern, Handle handle, RouteAccess access) {
  add({"test", method, pattern, access, std::move(handle)});
}

void ServerFixture::add(Route route) {
  CPPUNIT_ASSERT(routes.add(std::move(route)));
}

std::uint16_t ServerFixture::start() {
  server = std::make_unique<HttpServer>(settings, routes, environments, admission, health, registry, log);
  urls = server->start();
  const std::string& first = urls.front();
  port = static_cast<std::uint16_t>(std::stoi(first.substr(first.rfind(':') + 1)));
  return port;
}

ServerFixture::Handle ServerFixture::answers(std::string body) {
  return [body](const kf_http_request&, kf_exchange* exchange, kf_call*) { complete(exchange, 200, body); };
}

std::string ServerFixture::metrics() const {
  return prometheus::TextSerializer().Serialize(registry.Collect());
}

std::string ServerFixture::stop_and_read_log() {
  gate.open();
  server->stop();
  return log_text.str();
}

kf_status complete(kf_exchange* exchange, unsigned status, const std::string& body) {
  const kf_pair type{to_abi("content-type"), to_abi("text/plain")};
  return exchange->complete(status, &type, 1, to_abi(body));
}

}  // namespace kongflow::host::test
