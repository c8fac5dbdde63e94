#include "service/hook_service.h"

#include "domain/hook_identifier.h"
#include "domain/json_text.h"
#include "domain/vercel.h"

namespace kongflow::endpoints {
namespace {

constexpr std::string_view kUnusedIdentifier = "..........";  // as long as a real identifier, but never generated

IndexRequest make_request(const std::string& body) {
  IndexRequest request;
  request.source = IndexSource::hook;
  auto data = sanitize_json(without_byte_order_mark(body));
  if (!data || json_type(*data) == JsonType::null) return request;
  request.reason = vercel_reason(*data);
  request.source_data = std::move(data);
  return request;
}

}  // namespace

Result<IndexRun> HookService::call(const HookCall& call) {
  const auto endpoint = repository_.find(call.environment_id, call.slug);
  const std::string_view expected = endpoint ? std::string_view(endpoint->indexing_hook_identifier) : kUnusedIdentifier;
  const bool equal = equal_in_constant_time(call.hook_identifier, expected);
  const Error not_found{ErrorCode::endpoint_not_found, "Endpoint not found", std::nullopt};
  if (!endpoint || !equal) return not_found;

  const auto target = repository_.find_target(endpoint->id);
  const int attempts = retries_.max_attempts(target ? target->environment.type : "");
  auto run = repository_.enqueue_index(*endpoint, make_request(call.body), attempts, delay_);
  if (!run) return not_found;
  return *std::move(run);
}

}  // namespace kongflow::endpoints
