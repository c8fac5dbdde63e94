// What a plugin's hooks have to live with.
#pragma once

#include <string>
#include <vector>

namespace kongflow::host::validate {

struct Input {
  std::string label;  // "an array"
  std::string text;
};

// Payloads of tasks, bodies of requests, inputs of panels. The first is plain: {}.
const std::vector<Input>& hostile_texts();
// One segment of a path, percent-encoded. The first is plain.
const std::vector<Input>& hostile_segments();
const std::vector<Input>& hostile_queries();

}  // namespace kongflow::host::validate
