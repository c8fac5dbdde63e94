// Selects endpoints with their latest run and index.
#pragma once

#include <string>

#include "domain/endpoint_repository.h"
#include "postgres/connection.h"
#include "repository/columns.h"

namespace kongflow::endpoints {

constexpr int kSummaryColumns = kEndpointColumns + 2 + kRunColumns + kIndexColumns;
// The select list for summary_tables().
std::string summary_columns();
// The FROM clause: endpoints are `e`, their environment is `env`, their project is `project`.
std::string summary_tables();
EndpointSummary read_summary(const postgres::Rows& rows, int row);

}  // namespace kongflow::endpoints
