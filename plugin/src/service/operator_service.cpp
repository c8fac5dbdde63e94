#include "service/operator_service.h"

#include <optional>
#include <stdexcept>
#include <utility>

namespace kongflow::endpoints {
namespace {

Error not_found(const char* what) {
  return {ErrorCode::endpoint_not_found, std::string(what) + " not found", std::nullopt};
}

template <typename T>
Result<T> found(std::optional<T> value, const char* what) {
  if (!value) return not_found(what);
  return *std::move(value);
}

template <typename Read>
auto read_page(Read read) -> Result<decltype(read())> {
  try {
    return read();
  } catch (const std::invalid_argument&) {
    return Error{ErrorCode::invalid_request, "Invalid cursor", "It must be the cursor of another page"};
  }
}

}  // namespace

Result<Page<ListedEndpoint>> OperatorService::endpoints(const RowsRequest& request, EndpointOrder order,
                                                        bool descending) {
  return read_page([&] { return panels_.endpoints(request, order, descending); });
}

Result<ListedEndpoint> OperatorService::endpoint(const std::string& endpoint_id) {
  return found(panels_.endpoint(endpoint_id), "Endpoint");
}

Result<Page<IndexRun>> OperatorService::runs(const std::string& endpoint_id, const RowsRequest& request) {
  return read_page([&] { return panels_.runs_of(endpoint_id, request); });
}

Result<IndexRun> OperatorService::run(const std::string& run_id) {
  return found(panels_.run(run_id), "Index run");
}

Result<Page<EndpointIndex>> OperatorService::indexes(const std::string& endpoint_id, const RowsRequest& request) {
  return read_page([&] { return panels_.indexes_of(endpoint_id, request); });
}

Result<StoredManifest> OperatorService::manifest(const std::string& index_id) {
  return found(panels_.manifest(index_id), "Index");
}

Result<Registered> OperatorService::add(const std::string& environment_id, const CreateEndpoint& request,
                                        const CallContext& context) {
  const auto environment = panels_.environment(environment_id);
  if (!environment) return not_found("Environment");
  return create_.create(*environment, request, context);
}

Result<Registered> OperatorService::change_url(const std::string& endpoint_id, const std::string& url,
                                               const CallContext& context) {
  const auto target = repository_.find_target(endpoint_id);
  if (!target) return not_found("Endpoint");
  return create_.change_url(*target, url, context);
}

Result<Endpoint> OperatorService::remove(const std::string& endpoint_id) {
  auto target = repository_.find_target(endpoint_id);
  if (!target || !repository_.remove(target->endpoint.environment_id, target->endpoint.slug))
    return not_found("Endpoint");
  return std::move(target->endpoint);
}

}  // namespace kongflow::endpoints
