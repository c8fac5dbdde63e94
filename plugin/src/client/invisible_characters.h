// Characters that people cannot see.
#pragma once

namespace kongflow::endpoints {

// Unicode's White_Space, but not tabs and line ends.
bool is_blank(int code_point);

// Control characters (with tabs and line ends), Default_Ignorable_Code_Point, noncharacters. They have no shape, and
// may hide or reorder others.
bool is_formatting(int code_point);

}  // namespace kongflow::endpoints
