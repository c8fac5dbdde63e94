// The columns that the repository selects, and how a row of them becomes a value.
#pragma once

#include <optional>
#include <string>

#include "domain/endpoint.h"
#include "domain/environment.h"
#include "domain/index_run.h"
#include "postgres/connection.h"

namespace kongflow::endpoints {

// Each list selects from a table known as `alias`; the reader begins at column `first` of the row.
constexpr int kEndpointColumns = 9;
std::string endpoint_columns(const std::string& alias);
Endpoint read_endpoint(const postgres::Rows& rows, int row, int first = 0);

constexpr int kEnvironmentColumns = 6;
std::string environment_columns(const std::string& alias);
Environment read_environment(const postgres::Rows& rows, int row, int first);

constexpr int kRunColumns = 20;
std::string run_columns(const std::string& alias);
IndexRun read_run(const postgres::Rows& rows, int row, int first = 0);
// A condition: no later run of the same task exists. A task that is rescheduled with fewer attempts begins another run.
std::string newest_of_its_task(const std::string& alias);

constexpr int kIndexColumns = 8;
std::string index_columns(const std::string& alias);
EndpointIndex read_index(const postgres::Rows& rows, int row, int first = 0);

}  // namespace kongflow::endpoints
