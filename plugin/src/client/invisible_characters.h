// Classifies invisible characters.
#pragma once

namespace kongflow::endpoints {

// Unicode's White_Space without tabs and line ends.
bool is_blank(int code_point);

// Control characters (including tabs and line ends), Default_Ignorable_Code_Point, noncharacters. They have no glyph,
// and can hide or reorder other characters.
bool is_formatting(int code_point);

}  // namespace kongflow::endpoints
