// The groups of checks, one source file each.
#pragma once

#include <vector>

#include "host/validate/check.h"

namespace kongflow::host::validate {

std::vector<Check> entry_checks();
std::vector<Check> descriptor_checks();
std::vector<Check> settings_checks();
std::vector<Check> lifecycle_checks();
std::vector<Check> interruption_checks();  // also named lifecycle.…
std::vector<Check> registration_checks();
std::vector<Check> task_checks();
std::vector<Check> http_checks();
std::vector<Check> health_checks();
std::vector<Check> console_checks();
std::vector<Check> metrics_checks();
std::vector<Check> leftover_checks();
std::vector<Check> config_checks();
std::vector<Check> output_checks();

}  // namespace kongflow::host::validate
