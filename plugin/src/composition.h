// Dependency injection: constructs and owns all objects of one configuration.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "client/poco_endpoint_client.h"
#include "domain/hook_identifier.h"
#include "host_memory.h"
#include "kongflow/metrics.hpp"
#include "measured_client.h"
#include "repository/pg_endpoint_repository.h"
#include "service/services.h"
#include "settings.h"

namespace kongflow::endpoints {

// Immovable, because the members refer to each other. They are destroyed in reverse order.
class Composition {
 public:
  // Does not connect to the database.
  Composition(const Settings& settings, const std::string& connection_string, Admission admission,
              Histogram app_call_seconds, FailedRunListener failed_run, const DatabaseFailureListener& database_failed)
      : egress_(settings.egress),
        memory_(admission),
        poco_client_(settings.client, egress_, resolver_, memory_),
        client_(poco_client_, app_call_seconds),
        repository_(connection_string, settings.pool_size, settings.statement_timeout),
        create_(client_, repository_, hook_identifiers_, settings.retries, database_failed),
        index_(client_, repository_, std::move(failed_run)),
        hook_(repository_, settings.hook_delay, settings.retries),
        queries_(repository_),
        operators_(repository_, repository_, create_),
        services_{create_, index_, hook_, queries_, operators_, settings.public_url, database_failed} {}
  Composition(const Composition&) = delete;
  Composition& operator=(const Composition&) = delete;

  const Services& services() const { return services_; }
  PgEndpointRepository& repository() { return repository_; }

 private:
  EgressPolicy egress_;
  SystemResolver resolver_;
  HostMemory memory_;
  PocoEndpointClient poco_client_;
  MeasuredClient client_;
  PgEndpointRepository repository_;
  RandomHookIdentifiers hook_identifiers_;
  CreateEndpointService create_;
  IndexEndpointService index_;
  HookService hook_;
  EndpointQueryService queries_;
  OperatorService operators_;
  Services services_;
};

}  // namespace kongflow::endpoints
