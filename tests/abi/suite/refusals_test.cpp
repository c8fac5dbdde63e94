// One broken plugin for each reason to refuse it: the sentence names both sides.
#include <cppunit/extensions/HelperMacros.h>
#include <elf.h>

#include <cstddef>
#include <fstream>
#include <sstream>

#include "loaded_plugin.h"

using kongflow::testing::broken_plugin;
using kongflow::testing::LoadedPlugin;
namespace fs = std::filesystem;

namespace {

const std::string kMinor = std::to_string(KF_ABI_MINOR);

void expect_file_refusal(const std::filesystem::path& library, const std::vector<std::string>& parts) {
  LoadedPlugin plugin(library);
  const std::string refusal = plugin.refusal();
  for (const auto& part : parts)
    CPPUNIT_ASSERT_MESSAGE("\"" + part + "\" is not in: " + refusal, refusal.find(part) != std::string::npos);
  CPPUNIT_ASSERT(plugin.runtime().plugins.all().empty());
}

void expect_refusal(const std::string& name, const std::vector<std::string>& parts) {
  expect_file_refusal(broken_plugin(name), parts);
}

}  // namespace

class RefusalsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RefusalsTest);
  CPPUNIT_TEST(a_sound_plugin_is_not_refused);
  CPPUNIT_TEST(no_file);
  CPPUNIT_TEST(not_a_shared_object);
  CPPUNIT_TEST(an_incomplete_file);
  CPPUNIT_TEST(built_for_another_machine);
  CPPUNIT_TEST(a_program_or_an_object_file);
  CPPUNIT_TEST(a_missing_library);
  CPPUNIT_TEST(no_entry);
  CPPUNIT_TEST(null_descriptor);
  CPPUNIT_TEST(wrong_magic);
  CPPUNIT_TEST(other_major);
  CPPUNIT_TEST(newer_minor);
  CPPUNIT_TEST(short_descriptor);
  CPPUNIT_TEST(bad_id);
  CPPUNIT_TEST(no_id);
  CPPUNIT_TEST(other_id);
  CPPUNIT_TEST(no_create);
  CPPUNIT_TEST(missing_service);
  CPPUNIT_TEST(bad_default);
  CPPUNIT_TEST(reserved_option);
  CPPUNIT_TEST(create_fails);
  CPPUNIT_TEST(create_makes_nothing);
  CPPUNIT_TEST(configure_fails);
  CPPUNIT_TEST(configure_throws);
  CPPUNIT_TEST(start_fails);
  CPPUNIT_TEST(start_fails_silently);
  CPPUNIT_TEST(registers_outside_start);
  CPPUNIT_TEST(duplicate_task);
  CPPUNIT_TEST(duplicate_route);
  CPPUNIT_TEST(duplicate_panel);
  CPPUNIT_TEST(duplicate_metric);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_sound_plugin_is_not_refused() {
    LoadedPlugin plugin(broken_plugin("sound"));
    CPPUNIT_ASSERT_EQUAL(std::string(), plugin.refusal());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, plugin.runtime().plugins.all().size());
  }

  void no_file() {
    expect_refusal("missing", {"missing.so is rejected", "no such file"});
    expect_refusal("no_entri", {"there is no such file; did you mean \"no_entry.so\"?"});
    expect_refusal("no_entry.so/x", {"cannot be read"});
    const fs::path link = folder_.path() / "link.so";
    fs::create_symlink("/nowhere/plugin.so", link);
    expect_file_refusal(link, {"it is a link to /nowhere/plugin.so, which is missing"});
  }
  void not_a_shared_object() {
    expect_file_refusal(LAYOUT_GOLDEN, {"layout.txt is rejected: it is not a shared object", "name the .so file"});
    expect_file_refusal(folder_.path(), {"it is a folder"});
    expect_file_refusal(written("x"), {"it is not a shared object"});
  }
  // The loader would crash on most of these.
  void an_incomplete_file() {
    const std::string whole = sound();
    for (const std::size_t size : {std::size_t{0}, std::size_t{3}, std::size_t{20}, std::size_t{100}, whole.size() / 4})
      expect_file_refusal(written(whole.substr(0, size)), {size == 0 ? "it is empty" : "it is incomplete", "again"});
  }
  void built_for_another_machine() {
    std::string other = sound();
    other.at(offsetof(Elf64_Ehdr, e_machine)) = static_cast<char>(EM_S390);
    expect_file_refusal(written(other), {"built for machine 22", "this host for ", "build it for this machine"});
    other = sound();
    other.at(EI_CLASS) = ELFCLASS32;
    expect_file_refusal(written(other), {"built for 32-bit "});
  }
  void a_program_or_an_object_file() {
    std::string other = sound();
    other.at(offsetof(Elf64_Ehdr, e_type)) = ET_REL;
    expect_file_refusal(written(other), {"not a shared object", "-shared"});
    expect_file_refusal("/proc/self/exe", {"position-independent executable; it is a program", "-shared"});
  }
  void a_missing_library() {
    std::string other = sound();
    const auto name = other.find("libc.so.6");
    CPPUNIT_ASSERT(name != std::string::npos);
    other.at(name + 3) = 'X';
    expect_file_refusal(written(other), {"libX.so.6: cannot open shared object file", "install the library"});
  }
  void no_entry() { expect_refusal("no_entry", {"no function kongflow_plugin_entry"}); }
  void null_descriptor() { expect_refusal("null_descriptor", {"returned no descriptor"}); }
  void wrong_magic() { expect_refusal("wrong_magic", {"0x12345678", "0x50464E4B"}); }
  void other_major() { expect_refusal("other_major", {"built for ABI 2." + kMinor, "this host speaks 1." + kMinor}); }
  void newer_minor() {
    expect_refusal("newer_minor", {"needs ABI 1." + std::to_string(KF_ABI_MINOR + 1), "this host speaks 1." + kMinor});
  }
  void short_descriptor() {
    expect_refusal("short_descriptor", {"has 24 bytes", "reads " + std::to_string(sizeof(kf_descriptor))});
  }
  void bad_id() { expect_refusal("bad_id", {"\"Not an id\"", "a-z"}); }
  void no_id() { expect_refusal("no_id", {"its id is \"\""}); }
  void other_id() { expect_refusal("other_id", {"its id is \"somebody-else\"", "names it \"broken\""}); }
  void no_create() { expect_refusal("no_create", {"no create function"}); }
  void missing_service() {
    expect_refusal("missing_service",
                   {"requires the service kongflow.teleport/1", "this host offers ", "kongflow.call/1"});
  }
  void bad_default() { expect_refusal("bad_default", {"default of its option \"patience\"", "must be a duration"}); }
  void reserved_option() { expect_refusal("reserved_option", {"option \"path\", which is the host's"}); }

  void create_fails() { expect_refusal("create_fails", {"failed to create", "status 2"}); }
  void create_makes_nothing() {
    expect_refusal("create_makes_nothing", {"failed to create", "does not have all steps"});
  }
  void configure_fails() {
    expect_refusal("configure_fails", {"\"broken\" failed to configure", "the settings contradict each other"});
  }
  void configure_throws() {
    expect_refusal("throws_in_configure", {"an exception left the plugin", "no handler in sight"});
  }
  void start_fails() { expect_refusal("start_fails", {"failed to start", "there is nothing to start with"}); }
  void start_fails_silently() { expect_refusal("start_fails_silently", {"failed to start", "gave no reason"}); }
  void registers_outside_start() { expect_refusal("registers_in_configure", {"the host takes no registration now"}); }
  void duplicate_task() { expect_refusal("duplicate_task", {"the task \"twice\" is taken by \"broken\""}); }
  void duplicate_route() { expect_refusal("duplicate_route", {"the route GET /things/:name is taken by \"broken\""}); }
  void duplicate_panel() { expect_refusal("duplicate_panel", {"the panel \"things\" is taken"}); }
  void duplicate_metric() { expect_refusal("duplicate_metric", {"the metric things_total is taken"}); }

 private:
  static std::string sound() {
    std::ostringstream bytes;
    bytes << std::ifstream(broken_plugin("sound"), std::ios::binary).rdbuf();
    return bytes.str();
  }
  fs::path written(const std::string& bytes) {
    const fs::path file = folder_.path() / ("plugin" + std::to_string(++written_) + ".so");
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }

  const kongflow::testing::TemporaryFolder folder_;
  int written_ = 0;
};

CPPUNIT_TEST_SUITE_REGISTRATION(RefusalsTest);
