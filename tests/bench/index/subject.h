// One endpoint of the database, and the ways to store an index of it that are compared.
#pragma once

#include <chrono>
#include <string>

#include "postgres/connection.h"
#include "repository/pg_endpoint_repository.h"

namespace kongflow::bench {

using Milliseconds = std::chrono::duration<double, std::milli>;

class Subject {
 public:
  // `endpoint_id` of an endpoint that exists; its queue holds nothing and nobody works on it.
  Subject(const std::string& connection_string, std::string endpoint_id);

  // From the manifest's last byte to the committed rows, as the plugin does it.
  Milliseconds plugin(const std::string& manifest);
  // The least that PostgreSQL has to do for it: one statement of one add_jobs call and the index's row.
  Milliseconds floor(const std::string& manifest);
  // As the original does it: the index's row, then one add_job statement an entry, each on its own.
  Milliseconds per_row(const std::string& manifest);

 private:
  void clear(int expected_tasks);
  int waiting_tasks();

  const std::string endpoint_id_;
  postgres::Connection connection_;
  endpoints::PgEndpointRepository repository_;
};

}  // namespace kongflow::bench
