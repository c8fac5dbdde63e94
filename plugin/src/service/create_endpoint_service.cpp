#include "service/create_endpoint_service.h"

#include <algorithm>
#include <optional>

#include "domain/url_text.h"

namespace kongflow::endpoints {
namespace {

constexpr std::size_t kMaxId = 100;

bool has_dot_segment(std::string_view id) {
  const auto slash = id.find('/');
  const auto segment = id.substr(0, slash);
  if (segment == "." || segment == "..") return true;
  return slash != std::string_view::npos && has_dot_segment(id.substr(slash + 1));
}

std::optional<std::string> problem_of_id(const std::string& id) {
  const bool visible = std::all_of(id.begin(), id.end(), [](char c) { return c >= 0x21 && c <= 0x7E; });
  if (id.empty() || id.size() > kMaxId || !visible)
    return "The id must be 1 to 100 visible ASCII characters, without spaces";
  if (has_dot_segment(id))
    return "The id must not be \".\" or \"..\", and must not contain one of these between slashes: HTTP clients remove "
           "them from the path of a URL, so that nothing could address the endpoint";
  return std::nullopt;
}

}  // namespace

template <typename Write>
Result<Registered> CreateEndpointService::store(const Environment& environment, const CreateEndpoint& request,
                                                const char* missing, const CallContext& context, Write write) {
  const std::string url(trim_url(request.url));
  const PingReply pong = client_.ping({url, environment.api_key, environment.id}, request.id, context);
  if (pong.failure) return Error{ErrorCode::failed_ping, pong.failure->message, pong.failure->reason};
  try {
    std::optional<Registered> stored = write(url, retries_.max_attempts(environment.type));
    if (!stored) return Error{ErrorCode::endpoint_not_found, std::string(missing) + " not found", std::nullopt};
    return *std::move(stored);
  } catch (const RepositoryError& error) {
    if (error.platform_fault()) throw;
    if (database_failed_) database_failed_(error, context.id);
    return Error{ErrorCode::failed_upsert, "Something went wrong when storing the endpoint. Please try again",
                 std::nullopt, error.what()};
  }
}

Result<Registered> CreateEndpointService::create(const Environment& environment, const CreateEndpoint& request,
                                                 const CallContext& context) {
  if (auto problem = problem_of_id(request.id))
    return Error{ErrorCode::invalid_request, "Invalid request body", std::move(problem)};
  return store(environment, request, "Environment", context, [&](const std::string& url, int max_attempts) {
    return repository_.register_endpoint({environment, request.id, url, hook_identifiers_.next()}, max_attempts);
  });
}

Result<Registered> CreateEndpointService::change_url(const IndexTarget& target, const std::string& wanted,
                                                     const CallContext& context) {
  const Endpoint& endpoint = target.endpoint;
  return store(
      target.environment, {endpoint.slug, wanted}, "Endpoint", context,
      [&](const std::string& url, int max_attempts) { return repository_.change_url(endpoint.id, url, max_attempts); });
}

}  // namespace kongflow::endpoints
