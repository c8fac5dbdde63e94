// What only the compiled files show: the layout of the structs, and the symbols of the plugins.
#include <cppunit/extensions/HelperMacros.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "layout.h"

namespace {

std::string layout() {
  char* text = nullptr;
  std::size_t size = 0;
  FILE* out = open_memstream(&text, &size);
  print_abi_layout(out);
  fclose(out);
  const std::unique_ptr<char, decltype(&free)> owner(text, &free);
  return std::string(text, size);
}

std::string content_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::string exported_symbols(const std::filesystem::path& library) {
  const std::string command = "nm --dynamic --defined-only --format=just-symbols '" + library.string() + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> output(popen(command.c_str(), "r"), &pclose);
  std::string text;
  for (int c; (c = fgetc(output.get())) != EOF;) text += static_cast<char>(c);
  return text;
}

}  // namespace

class BinaryTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(BinaryTest);
  CPPUNIT_TEST(structs_have_the_layout_of_abi_1);
  CPPUNIT_TEST(plugins_export_one_symbol);
  CPPUNIT_TEST_SUITE_END();

 public:
  void structs_have_the_layout_of_abi_1() { CPPUNIT_ASSERT_EQUAL(content_of(LAYOUT_GOLDEN), layout()); }

  void plugins_export_one_symbol() {
    int seen = 0;
    for (const auto& entry : std::filesystem::directory_iterator(PLUGINS)) {
      if (entry.path().extension() != ".so") continue;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(entry.path().string(), std::string("kongflow_plugin_entry\n"),
                                   exported_symbols(entry.path()));
      ++seen;
    }
    CPPUNIT_ASSERT(seen >= 2);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BinaryTest);
