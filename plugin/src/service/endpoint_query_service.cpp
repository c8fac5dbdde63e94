#include "service/endpoint_query_service.h"

#include <stdexcept>

namespace kongflow::endpoints {
namespace {

const Error kNotFound{ErrorCode::endpoint_not_found, "Endpoint not found", std::nullopt};

// Validates the request, then calls `read`.
template <typename Read>
auto read_page(const PageRequest& page, Read read) -> Result<decltype(read())> {
  if (page.limit < 1 || page.limit > PageRequest::kMaxLimit)
    return Error{ErrorCode::invalid_request, "Invalid limit",
                 "It must be a number from 1 to " + std::to_string(PageRequest::kMaxLimit)};
  try {
    return read();
  } catch (const std::invalid_argument&) {
    return Error{ErrorCode::invalid_request, "Invalid cursor", "It must be the nextCursor of another page"};
  }
}

}  // namespace

Result<Page<EndpointSummary>> EndpointQueryService::list(const Environment& environment, const PageRequest& page) {
  return read_page(page, [&] { return repository_.list(environment.id, page.limit, page.cursor); });
}

Result<EndpointSummary> EndpointQueryService::find(const Environment& environment, const std::string& slug) {
  auto found = repository_.summary(environment.id, slug);
  if (!found) return kNotFound;
  return std::move(*found);
}

Result<Page<EndpointIndex>> EndpointQueryService::indexes(const Environment& environment, const std::string& slug,
                                                          const PageRequest& page) {
  const auto endpoint = repository_.find(environment.id, slug);
  if (!endpoint) return kNotFound;
  return read_page(page, [&] { return repository_.list_indexes(endpoint->id, page.limit, page.cursor); });
}

Result<IndexRun> EndpointQueryService::find_run(const Environment& environment, const std::string& run_id) {
  auto found = repository_.find_run(environment.id, run_id);
  if (!found) return Error{ErrorCode::endpoint_not_found, "Endpoint index not found", std::nullopt};
  return std::move(*found);
}

Result<Endpoint> EndpointQueryService::remove(const Environment& environment, const std::string& slug) {
  auto endpoint = repository_.find(environment.id, slug);
  if (!endpoint || !repository_.remove(environment.id, slug)) return kNotFound;
  return std::move(*endpoint);
}

}  // namespace kongflow::endpoints
