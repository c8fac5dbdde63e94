// Validates panel replies against kongflow/abi/console.h.
#pragma once

#include <string>
#include <vector>

#include "host/plugins/panel_table.h"

namespace kongflow::host::validate {

// The problem of the reply as the end of a sentence ("has no text \"id\""); empty: valid.
std::string rows_fault(const Panel& panel, const std::string& json, std::size_t limit);
std::string row_fault(const std::string& json);
std::string action_fault(const std::string& json);

// The ids of a valid page of rows.
std::vector<std::string> row_ids(const std::string& json);

}  // namespace kongflow::host::validate
