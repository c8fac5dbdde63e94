#include "service/create_endpoint_service.h"

#include <algorithm>

namespace kongflow::endpoints {
namespace {

constexpr std::size_t kMaxId = 100;

bool is_valid_id(const std::string& id) {
  return !id.empty() && id.size() <= kMaxId &&
         std::all_of(id.begin(), id.end(), [](char c) { return c >= 0x21 && c <= 0x7E; });
}

}  // namespace

Result<Registered> CreateEndpointService::create(const Environment& environment, const CreateEndpoint& request,
                                                 const CallContext& context) {
  if (!is_valid_id(request.id))
    return Error{ErrorCode::invalid_request, "Invalid request body",
                 "The id must be 1 to 100 visible ASCII characters, without spaces"};

  const AppAddress app{request.url, environment.api_key, environment.id};
  const PingReply pong = client_.ping(app, request.id, context);
  if (pong.failure) return Error{ErrorCode::failed_ping, pong.failure->message, pong.failure->reason};

  try {
    return repository_.register_endpoint({environment, request.id, request.url, hook_identifiers_.next()},
                                         retries_.max_attempts(environment.type));
  } catch (const RepositoryError& e) {
    return Error{ErrorCode::failed_upsert, "Something went wrong when storing the endpoint. Please try again",
                 std::nullopt, e.what()};
  }
}

}  // namespace kongflow::endpoints
