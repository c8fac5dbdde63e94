// Panels as plugins describe them: what the host keeps, and what it refuses.
#include <cppunit/extensions/HelperMacros.h>

#include <array>

#include "host/base/text.h"
#include "host/plugins/services/plugin_host.h"
#include "host/plugins/services/service_tables.h"
#include "loaded_plugin.h"

using namespace kongflow::host;
using kongflow::testing::LoadedPlugin;

namespace {

kf_status no_rows(void*, kf_str, kf_console_reply*, kf_call*) {
  return KF_OK;
}
kf_status no_row(void*, kf_str, kf_console_reply*, kf_call*) {
  return KF_OK;
}
kf_status no_act(void*, kf_str, kf_str, kf_console_reply*, kf_call*) {
  return KF_OK;
}
kf_status no_version(void*, kf_console_reply*, kf_call*) {
  return KF_OK;
}

// A panel that fits together; tests break one thing of it.
struct Described {
  std::array<kf_console_column, 2> columns{
      {{sizeof(kf_console_column), 1, to_abi("slug"), to_abi("Slug"), to_abi("copy")},
       {sizeof(kf_console_column), 0, to_abi("url"), to_abi("URL"), to_abi("url")}}};
  std::array<kf_console_field, 2> fields{
      {{sizeof(kf_console_field), 1, to_abi("url"), to_abi("URL"), to_abi("url"), to_abi("url"),
        to_abi("Its address.")},
       {sizeof(kf_console_field), 0, to_abi("why"), to_abi("Reason"), to_abi("multiline"), to_abi(""), to_abi("")}}};
  std::array<kf_console_action, 2> actions{{{sizeof(kf_console_action), 1, to_abi("change-url"), to_abi("Change"),
                                             to_abi("Sure?"), to_abi("slug"), fields.data(), 2, KF_CONSOLE_ON_ROW},
                                            {sizeof(kf_console_action), 0, to_abi("count"), to_abi("Count"), to_abi(""),
                                             to_abi(""), nullptr, 0, KF_CONSOLE_ON_PANEL}}};
  kf_console_panel panel{sizeof(kf_console_panel),
                         2,
                         to_abi("things"),
                         to_abi("Things"),
                         to_abi(""),
                         columns.data(),
                         actions.data(),
                         2,
                         0,
                         &no_rows,
                         &no_row,
                         &no_act,
                         &no_version,
                         this};
};

}  // namespace

class PanelsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PanelsTest);
  CPPUNIT_TEST(a_panel_is_kept_as_it_is_described);
  CPPUNIT_TEST(a_panel_may_have_a_parent_of_the_same_plugin);
  CPPUNIT_TEST(what_does_not_fit_together_is_refused_with_the_reason);
  CPPUNIT_TEST(what_the_host_cannot_read_is_refused);
  CPPUNIT_TEST(larger_elements_of_newer_plugins_are_read);
  CPPUNIT_TEST_SUITE_END();

 public:
  PanelsTest() : log_(lines_, LogLevel::info, LogFormat::json), runtime_(log_), host_("tester", runtime_.services) {}

  void a_panel_is_kept_as_it_is_described() {
    Described described;
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, add(described));
    const Panel& kept = *runtime_.services.panels.find("tester", "things");
    CPPUNIT_ASSERT_EQUAL(std::string("Things"), kept.title);
    CPPUNIT_ASSERT(kept.column("slug")->sortable && !kept.column("url")->sortable && kept.column("x") == nullptr);
    const PanelAction& change = *kept.action("change-url");
    CPPUNIT_ASSERT(change.mutates && !change.on_panel && kept.action("count")->on_panel);
    CPPUNIT_ASSERT_EQUAL(std::string("slug"), change.confirm_column);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, change.fields.size());
    const PanelField& url = change.fields[0];
    CPPUNIT_ASSERT(url.required && !change.fields[1].required);
    CPPUNIT_ASSERT_EQUAL(std::string("url URL url url Its address."),
                         url.key + " " + url.title + " " + url.kind + " " + url.column + " " + url.help);
    CPPUNIT_ASSERT(kept.rows == &no_rows && kept.row == &no_row && kept.act == &no_act && kept.version == &no_version &&
                   kept.self == &described);
  }

  void a_panel_may_have_a_parent_of_the_same_plugin() {
    Described parent, child;
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, add(parent));
    child.panel.id = to_abi("parts");
    child.panel.parent = to_abi("things");
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, add(child));
    CPPUNIT_ASSERT_EQUAL(std::string("things"), runtime_.services.panels.find("tester", "parts")->parent);

    PluginHost other("other", runtime_.services);
    const auto phase = PluginHost::Phase::starting(other);
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, console_service.add_panel(other.abi(), &child.panel));
  }

  void what_does_not_fit_together_is_refused_with_the_reason() {
    using Break = void (*)(Described&);
    const std::pair<const char*, Break> defects[] = {
        {"\"Bad Id\" is not a valid panel id", [](Described& d) { d.panel.id = to_abi("Bad Id"); }},
        {"its parent \"nobody\" is not a panel", [](Described& d) { d.panel.parent = to_abi("nobody"); }},
        {"its parent \"things\" is not a panel", [](Described& d) { d.panel.parent = to_abi("things"); }},
        {"a column has no key", [](Described& d) { d.columns[0].key = to_abi(""); }},
        {"two columns have the key \"slug\"", [](Described& d) { d.columns[1].key = to_abi("slug"); }},
        {"the column \"url\" has the unknown kind \"html\"; known kinds are text, number, time, status, url, json, "
         "copy, duration, "
         "history",
         [](Described& d) { d.columns[1].kind = to_abi("html"); }},
        {"\"\" is not a valid action id", [](Described& d) { d.actions[0].id = to_abi(""); }},
        {"two actions have the id \"change-url\"", [](Described& d) { d.actions[1].id = to_abi("change-url"); }},
        {"action \"change-url\" names the column \"name\", which the panel does not have",
         [](Described& d) { d.actions[0].confirm_column = to_abi("name"); }},
        {"action \"count\" names a column, but the action does not act on a row",
         [](Described& d) { d.actions[1].confirm_column = to_abi("slug"); }},
        {"a field has no key", [](Described& d) { d.fields[0].key = to_abi(""); }},
        {"two fields have the key \"url\"", [](Described& d) { d.fields[1].key = to_abi("url"); }},
        {"has the key \"id\", which is reserved for the row", [](Described& d) { d.fields[0].key = to_abi("id"); }},
        {"the field \"why\" of the action \"change-url\" has the unknown kind \"secret\"; known kinds are text, url, "
         "environment, "
         "multiline",
         [](Described& d) { d.fields[1].kind = to_abi("secret"); }},
        {"the field \"url\" of the action \"change-url\" names the column \"nope\", which the panel does not have",
         [](Described& d) { d.fields[0].column = to_abi("nope"); }},
    };
    for (const auto& [reason, defect] : defects) {
      Described described;
      defect(described);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(reason, kf_status{KF_BAD_ARGUMENT}, add(described));
      const std::string said = host_.take_refusals().at(0);
      CPPUNIT_ASSERT_MESSAGE(said, said.find(reason) != std::string::npos);
    }
    CPPUNIT_ASSERT(runtime_.services.panels.all().empty());
  }

  void what_the_host_cannot_read_is_refused() {
    using Break = void (*)(Described&);
    const Break defects[] = {
        [](Described& d) { d.panel.rows = nullptr; },        [](Described& d) { d.panel.act = nullptr; },
        [](Described& d) { d.panel.struct_size = 8; },       [](Described& d) { d.panel.columns = nullptr; },
        [](Described& d) { d.columns[0].struct_size = 8; },  [](Described& d) { d.actions[0].struct_size = 8; },
        [](Described& d) { d.actions[0].fields = nullptr; }, [](Described& d) { d.fields[0].struct_size = 8; },
        [](Described& d) { d.actions[0].scope = 2; },
    };
    for (const Break defect : defects) {
      Described described;
      defect(described);
      CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, add(described));
      const std::string said = host_.take_refusals().at(0);
      CPPUNIT_ASSERT_MESSAGE(said, said.find("this host does not support a panel's description") != std::string::npos);
    }
  }

  void larger_elements_of_newer_plugins_are_read() {
    struct Newer {
      kf_console_column known;
      kf_str more;
    };
    const Newer columns[] = {{{sizeof(Newer), 0, to_abi("a"), to_abi("A"), to_abi("text")}, to_abi("?")},
                             {{sizeof(Newer), 0, to_abi("b"), to_abi("B"), to_abi("text")}, to_abi("?")}};
    Described described;
    described.panel.columns = &columns[0].known;
    described.panel.action_count = 0;
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, add(described));
    CPPUNIT_ASSERT_EQUAL(std::string("B"), runtime_.services.panels.find("tester", "things")->columns.at(1).title);
  }

 private:
  kf_status add(const Described& described) {
    const auto phase = PluginHost::Phase::starting(host_);
    return console_service.add_panel(host_.abi(), &described.panel);
  }

  std::ostringstream lines_;
  Log log_;
  PluginRuntime runtime_;
  PluginHost host_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(PanelsTest);
