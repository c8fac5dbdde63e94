// Whether a panel's replies are what kongflow/abi/console.h says they are.
#pragma once

#include <string>
#include <vector>

#include "host/plugins/panel_table.h"

namespace kongflow::host::validate {

// What is wrong with the reply, as a sentence's end ("has no text \"id\""); empty: nothing.
std::string rows_fault(const Panel& panel, const std::string& json, std::size_t limit);
std::string row_fault(const std::string& json);
std::string action_fault(const std::string& json);

// The ids of a faultless page of rows.
std::vector<std::string> row_ids(const std::string& json);

}  // namespace kongflow::host::validate
