// Assertions that show what they looked at, and files to look at.
#pragma once

#include <cppunit/TestAssert.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace kongflow::host::test {

inline void expect_contains(const std::string& text, const std::string& part) {
  CPPUNIT_ASSERT_MESSAGE("\"" + part + "\" is not in:\n" + text, text.find(part) != std::string::npos);
}

inline void expect_lacks(const std::string& text, const std::string& part) {
  CPPUNIT_ASSERT_MESSAGE("\"" + part + "\" is in:\n" + text, text.find(part) == std::string::npos);
}

inline std::filesystem::path write_file(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

inline std::string read_file(const std::filesystem::path& file) {
  std::stringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace kongflow::host::test
