#include "tasks/tasks.h"

#include "domain/endpoint_repository.h"
#include "domain/error.h"
#include "tasks/index_endpoint_task.h"

namespace kongflow::endpoints {

void add_tasks(Registrar& registrar, const ServicesSource& services) {
  const auto share = [services](const Task& task, const Call&) { return share_of_index_task(*services(), task); };
  registrar.waiting_task("indexEndpoint", share, [services](const Task& task, Call& call) {
    const auto current = services();
    try {
      return index_endpoint_task(*current, task, call);
    } catch (const RepositoryError& error) {
      current->database_failed(error, call.id());
      return TaskOutcome::retry(error.what(), std::string(to_string(ErrorCode::database)));
    }
  });
}

}  // namespace kongflow::endpoints
