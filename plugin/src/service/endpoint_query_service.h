// Lists, shows and removes the endpoints of one environment.
#pragma once

#include <optional>
#include <string>

#include "domain/endpoint_repository.h"
#include "domain/error.h"

namespace kongflow::endpoints {

struct PageRequest {
  static constexpr int kDefaultLimit = 20;
  static constexpr int kMaxLimit = 100;
  int limit = kDefaultLimit;
  std::optional<std::string> cursor;  // `next` of the previous page
};

// Thread-safe. The repository must outlive it. Throws RepositoryError. Errors are ENDPOINT_NOT_FOUND, and
// INVALID_REQUEST for an invalid limit or cursor.
class EndpointQueryService {
 public:
  explicit EndpointQueryService(EndpointRepository& repository) : repository_(repository) {}

  Result<Page<EndpointSummary>> list(const Environment& environment, const PageRequest& page);
  Result<EndpointSummary> find(const Environment& environment, const std::string& slug);
  Result<Page<EndpointIndex>> indexes(const Environment& environment, const std::string& slug, const PageRequest& page);
  // The error's message is "Endpoint index not found".
  Result<IndexRun> find_run(const Environment& environment, const std::string& run_id);
  // Returns the removed endpoint.
  Result<Endpoint> remove(const Environment& environment, const std::string& slug);

 private:
  EndpointRepository& repository_;
};

}  // namespace kongflow::endpoints
