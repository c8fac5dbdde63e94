// What only the compiled files show: the layout of the structs, and the symbols of the plugins.
#include <cppunit/extensions/HelperMacros.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
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

// "KF_OK": its value, "kf_str": its size, "kf_str.data": its offset.
std::map<std::string, std::string> by_name(const std::string& layout) {
  std::map<std::string, std::string> values;
  std::istringstream lines(layout);
  std::string type;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name, value;
    words >> name >> value;
    if (line.front() != ' ') type = name;
    values[line.front() == ' ' ? type + "." + name : name] = value;
  }
  return values;
}

bool is_size(const std::string& name) {
  return name.rfind("kf_", 0) == 0 && name.find('.') == std::string::npos;
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
  CPPUNIT_TEST(structs_begin_as_they_were_released);
  CPPUNIT_TEST(plugins_export_one_symbol);
  CPPUNIT_TEST_SUITE_END();

 public:
  void structs_have_the_layout_of_abi_1() { CPPUNIT_ASSERT_EQUAL(content_of(LAYOUT_GOLDEN), layout()); }

  // Constants and offsets are what they were, no struct shrank, and new members are behind the old ones.
  void structs_begin_as_they_were_released() {
    const auto now = by_name(layout());
    int seen = 0;
    for (const auto& release : std::filesystem::directory_iterator(RELEASED_HEADERS)) {
      if (!release.is_directory()) continue;
      const auto then = by_name(content_of(release.path() / "layout.txt"));
      for (const auto& [name, value] : then) {
        CPPUNIT_ASSERT_MESSAGE(name + " is gone", now.count(name) == 1);
        const bool may_grow = is_size(name) && name != "kf_str" && name != "kf_pair";
        CPPUNIT_ASSERT_MESSAGE(name + " became smaller", !may_grow || std::stoi(now.at(name)) >= std::stoi(value));
        if (!may_grow) CPPUNIT_ASSERT_EQUAL_MESSAGE(name, value, now.at(name));
      }
      for (const auto& [name, offset] : now) {
        const auto size = then.find(name.substr(0, name.find('.')));
        const bool newer = size != then.end() && then.count(name) == 0;
        CPPUNIT_ASSERT_MESSAGE(name + " is new, but not behind what was there",
                               !newer || std::stoi(offset) >= std::stoi(size->second));
      }
      ++seen;
    }
    CPPUNIT_ASSERT(seen >= 1);
  }

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
