// Validates a plugin's descriptor part by part.
#pragma once

#include <string>
#include <vector>

#include "host/config/option.h"
#include "kongflow/abi/plugin.h"

namespace kongflow::host {

// Each function returns why the host rejects the descriptor, with the plugin's value and the requirement; empty: valid.
// The other parts may be read only when the header is valid.

// Checks the descriptor's header: null, magic number, ABI version and size. The header's layout is the same in all
// versions of the ABI.
std::string header_problem(const kf_descriptor* descriptor);
std::string names_problem(const kf_descriptor* descriptor);
std::string services_problem(const kf_descriptor* descriptor);
// Stores the options in `options`.
std::string options_problem(const kf_descriptor* descriptor, std::vector<Option>& options);

std::string abi_text(unsigned major, unsigned minor);  // "1.0"

}  // namespace kongflow::host
