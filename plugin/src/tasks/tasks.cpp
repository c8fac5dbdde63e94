#include "tasks/tasks.h"

#include "domain/endpoint_repository.h"
#include "domain/error.h"
#include "tasks/index_endpoint_task.h"

namespace kongflow::endpoints {

void add_tasks(Registrar& registrar, const ServicesSource& services) {
  registrar.task("indexEndpoint", [services](const Task& task, Call& call) {
    try {
      return index_endpoint_task(*services(), task, call);
    } catch (const RepositoryError& error) {
      return TaskOutcome::retry(error.what(), std::string(to_string(ErrorCode::database)));
    }
  });
}

}  // namespace kongflow::endpoints
