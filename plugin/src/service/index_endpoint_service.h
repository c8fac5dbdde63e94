// Asks an endpoint's app for its manifest, stores it and puts a register task for each entry into the queue.
#pragma once

#include <optional>
#include <string>

#include "domain/call_context.h"
#include "domain/endpoint_client.h"
#include "domain/endpoint_repository.h"
#include "domain/error.h"

namespace kongflow::endpoints {

struct IndexOutcome {
  enum class Kind {
    done,              // `run_id` is set, and `index` unless an earlier attempt of the task had finished it
    app_trouble,       // the app could not be asked, or did not answer JSON: trying again may help
    invalid_manifest,  // JSON, but no manifest: trying again helps once the app is changed
    no_endpoint,       // nothing was done
    cancelled,         // the caller no longer waits: a task's run stays STARTED and goes on with the task, others fail
  };
  Kind kind;
  std::optional<std::string> run_id = {};   // but for no_endpoint
  std::optional<EndpointIndex> index = {};  // of done
  std::optional<Error> error = {};          // but for done: ENDPOINT_NOT_FOUND or FAILED_INDEX
};

// Thread-safe. The parameters outlive it. Throws RepositoryError.
class IndexEndpointService {
 public:
  IndexEndpointService(EndpointClient& client, EndpointRepository& repository)
      : client_(client), repository_(repository) {}

  // For a request of the environment: the endpoint with this slug in it.
  IndexOutcome index(const Environment& environment, const std::string& slug, const IndexRequest& request,
                     const CallContext& context);

  // For tasks and the console. With a task the failed run says when its next attempt comes.
  IndexOutcome index(const std::string& endpoint_id, const IndexRequest& request,
                     const std::optional<TaskAttempt>& task, const CallContext& context);

 private:
  IndexOutcome run(const IndexTarget& target, const IndexRequest& request, const std::optional<TaskAttempt>& task,
                   const CallContext& context);

  EndpointClient& client_;
  EndpointRepository& repository_;
};

}  // namespace kongflow::endpoints
