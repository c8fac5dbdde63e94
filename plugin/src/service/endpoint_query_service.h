// What a user sees of the endpoints of one environment, and removes of them.
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
  std::optional<std::string> cursor;  // `next` of the page before
};

// Thread-safe. The repository outlives it. Throws RepositoryError. Errors are ENDPOINT_NOT_FOUND and, for a limit or a
// cursor that does not fit, INVALID_REQUEST.
class EndpointQueryService {
 public:
  explicit EndpointQueryService(EndpointRepository& repository) : repository_(repository) {}

  Result<Page<EndpointSummary>> list(const Environment& environment, const PageRequest& page);
  Result<EndpointSummary> find(const Environment& environment, const std::string& slug);
  Result<Page<EndpointIndex>> indexes(const Environment& environment, const std::string& slug, const PageRequest& page);
  // The error's message is "Endpoint index not found".
  Result<IndexRun> find_run(const Environment& environment, const std::string& run_id);
  // Gives what was removed.
  Result<Endpoint> remove(const Environment& environment, const std::string& slug);

 private:
  EndpointRepository& repository_;
};

}  // namespace kongflow::endpoints
