// The column lists of the repository's statements, and the conversion of rows to values.
#pragma once

#include <optional>
#include <string>

#include "domain/endpoint.h"
#include "domain/environment.h"
#include "domain/index_run.h"
#include "postgres/connection.h"

namespace kongflow::endpoints {

// Each list selects from a table with the name `alias`. The reader starts at column `first` of the row.
constexpr int kEndpointColumns = 9;
std::string endpoint_columns(const std::string& alias);
Endpoint read_endpoint(const postgres::Rows& rows, int row, int first = 0);

constexpr int kEnvironmentColumns = 6;
std::string environment_columns(const std::string& alias);
Environment read_environment(const postgres::Rows& rows, int row, int first);

constexpr int kRunColumns = 20;
std::string run_columns(const std::string& alias);
IndexRun read_run(const postgres::Rows& rows, int row, int first = 0);
// The condition that no later run of the same task exists. A task that is rescheduled with fewer attempts starts a new
// run.
std::string is_latest_of_task(const std::string& alias);

constexpr int kIndexColumns = 8;
std::string index_columns(const std::string& alias);
EndpointIndex read_index(const postgres::Rows& rows, int row, int first = 0);

}  // namespace kongflow::endpoints
