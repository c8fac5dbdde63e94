// Assertions that show what they looked at.
#pragma once

#include <cppunit/TestAssert.h>

#include <string>

namespace kongflow::host::test {

inline void expect_contains(const std::string& text, const std::string& part) {
  CPPUNIT_ASSERT_MESSAGE("\"" + part + "\" is not in:\n" + text, text.find(part) != std::string::npos);
}

inline void expect_lacks(const std::string& text, const std::string& part) {
  CPPUNIT_ASSERT_MESSAGE("\"" + part + "\" is in:\n" + text, text.find(part) == std::string::npos);
}

}  // namespace kongflow::host::test
