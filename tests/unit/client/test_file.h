// The data files of tests, which are JSON.
#pragma once

#include <cppunit/extensions/HelperMacros.h>

#include <fstream>
#include <sstream>
#include <string>

#include "domain/json_text.h"

namespace kongflow::endpoints {

inline std::string read_test_file(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  CPPUNIT_ASSERT_MESSAGE("cannot read " + path, in.good() && !text.str().empty());
  return text.str();
}

// A member that is a string; empty when there is none.
inline std::string text_of(std::string_view json, std::string_view name) {
  const auto value = json_member(json, name);
  return value ? json_string(*value).value_or("") : "";
}

}  // namespace kongflow::endpoints
