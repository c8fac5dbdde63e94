// Prints a table of text for a terminal.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace kongflow::host::cli {

// All rows must have as many cells as `head`.
void print_table(std::ostream& out, const std::vector<std::string>& head,
                 const std::vector<std::vector<std::string>>& rows);

}  // namespace kongflow::host::cli
