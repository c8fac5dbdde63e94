// Hostile inputs that a plugin's hooks must handle.
#pragma once

#include <string>
#include <vector>

namespace kongflow::host::validate {

struct Input {
  std::string label;  // "an array", for sentences
  std::string text;
};

// Task payloads, request bodies and panel inputs. The first is plain: {}.
const std::vector<Input>& hostile_texts();
// Path segments, percent-encoded. The first is plain.
const std::vector<Input>& hostile_segments();
const std::vector<Input>& hostile_queries();

}  // namespace kongflow::host::validate
