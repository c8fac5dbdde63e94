// Finds the environment that a request comes from.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "host/admission/fair_pool.h"
#include "host/base/environment_store.h"
#include "host/base/log.h"
#include "host/config/settings.h"
#include "host/http/http_message.h"

namespace kongflow::host {

class CallerLookup {
 public:
  // The arguments must outlive the object.
  CallerLookup(const HttpSettings& settings, EnvironmentStore& environments, Log& log);

  // The cached environment, without a database query; null when it is not cached. [any thread]
  std::shared_ptr<const Environment> recall(const HttpRequest& request) const;
  // The environment, or the response for an unauthenticated caller. Blocks on the database. [any thread]
  std::variant<std::shared_ptr<const Environment>, HttpResponse> find(const HttpRequest& request) const;

  // Runs `work`, which may call find(), on a dedicated pool in the share of the client's address. [any thread]
  FairPool::Verdict post(const HttpRequest& request, std::function<void()> work);
  void stop() { threads_.stop(); }

 private:
  std::optional<std::string_view> api_key(const HttpRequest& request) const;

  const HttpSettings& settings_;
  EnvironmentStore& environments_;
  Log& log_;
  FairPool threads_;
};

}  // namespace kongflow::host
