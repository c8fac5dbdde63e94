// The console's operations on the endpoints of all environments.
#pragma once

#include <string>

#include "domain/call_context.h"
#include "domain/error.h"
#include "domain/panel_repository.h"
#include "service/create_endpoint_service.h"

namespace kongflow::endpoints {

// Thread-safe. The parameters must outlive it. Throws RepositoryError. Errors are ENDPOINT_NOT_FOUND with a message
// that names the missing object, INVALID_REQUEST for an invalid cursor, and the errors of CreateEndpointService.
class OperatorService {
 public:
  OperatorService(PanelRepository& panels, EndpointRepository& repository, CreateEndpointService& create)
      : panels_(panels), repository_(repository), create_(create) {}

  Result<Page<ListedEndpoint>> endpoints(const RowsRequest& request, EndpointOrder order, bool descending);
  Result<ListedEndpoint> endpoint(const std::string& endpoint_id);
  Result<Page<IndexRun>> runs(const std::string& endpoint_id, const RowsRequest& request);
  Result<IndexRun> run(const std::string& run_id);
  Result<Page<EndpointIndex>> indexes(const std::string& endpoint_id, const RowsRequest& request);
  Result<StoredManifest> manifest(const std::string& index_id);
  std::string version() { return panels_.version(); }

  // Like a request with the environment's API key: pings, stores, enqueues the task of the first index.
  Result<Registered> add(const std::string& environment_id, const CreateEndpoint& request, const CallContext& context);
  // The same for an existing endpoint, which keeps its id and hook identifier.
  Result<Registered> change_url(const std::string& endpoint_id, const std::string& url, const CallContext& context);
  Result<Endpoint> remove(const std::string& endpoint_id);

 private:
  PanelRepository& panels_;
  EndpointRepository& repository_;
  CreateEndpointService& create_;
};

}  // namespace kongflow::endpoints
