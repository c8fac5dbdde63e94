// What an action says when it refuses.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>

namespace kongflow::testing {

// The sentence of the std::runtime_error that `action` throws; "" when it throws none.
inline std::string refusal(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace kongflow::testing
