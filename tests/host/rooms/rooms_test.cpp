// The host's rooms as host-sdk/README.md lists them are those that CMake builds.
#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace kongflow::host::test {

using Rooms = std::map<std::string, std::set<std::string>>;  // name → the rooms that it uses directly

class RoomsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RoomsTest);
  CPPUNIT_TEST(the_readme_lists_the_rooms_that_are_built);
  CPPUNIT_TEST(each_folder_is_a_room);
  CPPUNIT_TEST(no_room_uses_itself_through_others);
  CPPUNIT_TEST(only_the_queue_room_names_private_tables);
  CPPUNIT_TEST_SUITE_END();

  const std::filesystem::path sdk_ = HOST_SDK;

  static std::set<std::string> all(const std::string& text, const std::regex& name) {
    std::set<std::string> found;
    for (std::sregex_iterator one(text.begin(), text.end(), name), end; one != end; ++one) found.insert((*one)[1]);
    return found;
  }

  // Of each line of `file` that matches: group 1 is a room, `name` finds those that it uses in group 2.
  Rooms read(const char* file, const std::regex& line, const std::regex& name) const {
    Rooms rooms;
    std::ifstream in(sdk_ / file);
    for (std::string text; std::getline(in, text);) {
      std::smatch parts;
      if (std::regex_match(text, parts, line)) rooms[parts[1]] = all(parts[2], name);
    }
    return rooms;
  }

  Rooms built() const {
    return read("CMakeLists.txt", std::regex("kongflow_room\\(([a-z]+)(.*)"), std::regex("kongflow_host_([a-z]+)"));
  }

  static std::string text_of(const Rooms& rooms) {
    std::string text;
    for (const auto& [room, uses] : rooms) {
      text += room + ':';
      for (const auto& used : uses) text += ' ' + used;
      text += '\n';
    }
    return text;
  }

 public:
  void the_readme_lists_the_rooms_that_are_built() {
    const Rooms listed =
        read("README.md", std::regex("\\| `([a-z]+)/` \\| .* \\| ([^|]*) \\|"), std::regex("([a-z]+)"));
    CPPUNIT_ASSERT_EQUAL(text_of(built()), text_of(listed));
  }

  void each_folder_is_a_room() {
    Rooms rooms = built();
    CPPUNIT_ASSERT(rooms.size() >= 9);
    for (const auto& entry : std::filesystem::directory_iterator(sdk_ / "host"))
      if (entry.is_directory())
        CPPUNIT_ASSERT_MESSAGE(entry.path().string(), rooms.erase(entry.path().filename().string()) == 1);
    CPPUNIT_ASSERT_EQUAL(std::string(), text_of(rooms));
  }

  void only_the_queue_room_names_private_tables() {
    std::set<std::string> rooms;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(sdk_ / "host")) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path());
      const std::string text(std::istreambuf_iterator<char>(in), {});
      if (text.find("graphile_worker._private") == std::string::npos) continue;
      rooms.insert(entry.path().lexically_relative(sdk_ / "host").begin()->string());
    }
    CPPUNIT_ASSERT(rooms == std::set<std::string>{"queue"});
  }

  // Static libraries may depend on each other in a circle.
  void no_room_uses_itself_through_others() {
    const Rooms rooms = built();
    for (const auto& [room, uses] : rooms) {
      std::set<std::string> below = uses;
      for (std::size_t before = 0; before != below.size();) {
        before = below.size();
        for (const auto& used : std::set<std::string>(below))
          below.insert(rooms.at(used).begin(), rooms.at(used).end());
      }
      CPPUNIT_ASSERT_MESSAGE(room, below.count(room) == 0);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RoomsTest);

}  // namespace kongflow::host::test
