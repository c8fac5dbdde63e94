#include "host/http/caller_lookup.h"

#include <exception>
#include <utility>

#include "host/admission/admission.h"
#include "host/http/bearer_key.h"
#include "host/http/json_response.h"
#include "host/http/refusals.h"

namespace kongflow::host {
namespace {

constexpr int kThreads = 8;  // equal to the environment store's number of connections

}  // namespace

CallerLookup::CallerLookup(const HttpSettings& settings, EnvironmentStore& environments, Log& log)
    : settings_(settings),
      environments_(environments),
      log_(log),
      threads_({kThreads, kThreads, settings.max_in_flight, settings.max_in_flight}) {}

std::optional<std::string_view> CallerLookup::api_key(const HttpRequest& request) const {
  const std::string* authorization = request.header("authorization");
  if (authorization == nullptr) return std::nullopt;
  return bearer_key(*authorization, settings_.bearer_in_any_case ? BearerScheme::any_case : BearerScheme::exact);
}

std::shared_ptr<const Environment> CallerLookup::recall(const HttpRequest& request) const {
  const auto key = api_key(request);
  return key ? environments_.recall(*key) : nullptr;
}

std::variant<std::shared_ptr<const Environment>, HttpResponse> CallerLookup::find(const HttpRequest& request) const {
  try {
    const auto key = api_key(request);
    if (auto environment = key ? environments_.find_by_api_key(*key) : nullptr) return environment;
  } catch (const std::exception& error) {
    log_.warning("http", "API key lookup failed", {{"call", request.id}, {"error", error.what()}});
    return try_later("The API key cannot be verified because the database is not available.");
  }
  return json_response(401, R"({"error":"Invalid or Missing API key"})");
}

FairPool::Verdict CallerLookup::post(const HttpRequest& request, std::function<void()> work) {
  return threads_.post(address_share(request.remote_address), Urgency::interactive, std::move(work));
}

}  // namespace kongflow::host
