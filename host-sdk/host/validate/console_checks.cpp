#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "host/plugins/console_reply.h"
#include "host/validate/exercise.h"
#include "host/validate/groups.h"
#include "host/validate/hostile_inputs.h"
#include "host/validate/panel_shape.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

namespace json = boost::json;

constexpr std::size_t kPageLimit = 50, kMaxVersionBytes = 1'000;

struct PanelCall {
  HookCall call;
  std::string reply;
};

using PanelFunction = std::function<kf_status(kf_console_reply*, kf_call*)>;

PanelCall call_panel(const std::string& what, const PanelFunction& function) {
  kf_console_reply reply;
  HookCall call = call_hook(what, false, [&](kf_call* native) { return function(&reply, native); });
  return {std::move(call), reply.json()};
}

std::string name_of(const Panel& panel) {
  return " of the panel \"" + panel.id + "\"";
}

PanelCall rows(const Panel& panel, const std::string& label, const std::string& query) {
  return call_panel("the rows" + name_of(panel) + " with " + label, [&](kf_console_reply* reply, kf_call* call) {
    return panel.rows(panel.self, to_abi(query), reply, call);
  });
}

PanelCall row(const Panel& panel, const std::string& label, const std::string& query) {
  return call_panel("a row" + name_of(panel) + " with " + label, [&](kf_console_reply* reply, kf_call* call) {
    return panel.row(panel.self, to_abi(query), reply, call);
  });
}

PanelCall act(const Panel& panel, const std::string& action, const std::string& label, const std::string& input) {
  return call_panel("the action \"" + action + "\"" + name_of(panel) + " with " + label,
                    [&](kf_console_reply* reply, kf_call* call) {
                      return panel.act(panel.self, to_abi(action), to_abi(input), reply, call);
                    });
}

std::string query_of(const json::value& sort, const json::value& filter, const json::value& cursor,
                     const json::value& parent) {
  return json::serialize(
      json::object{{"limit", kPageLimit}, {"cursor", cursor}, {"filter", filter}, {"sort", sort}, {"parent", parent}});
}

// Calls `check` with all panels of a started plugin, after each of its hooks has run once.
void with_panels(const Subject& subject, const std::function<void(const Panel&)>& check) {
  Trial trial(subject);
  trial.begin();
  if (trial.runtime().panels.all().empty()) throw Skipped("it registers no panels");
  call_everything_once(trial);
  for (const Panel& panel : trial.runtime().panels.all()) check(panel);
  trial.end();
}

void expect_end(const PanelCall& called, const std::string& fault) {
  if (!called.call.exception.empty()) return;  // console.no-exceptions reports it
  if (!called.call.has_reason()) throw Failed(called.call.ended() + " and gave no reason; call set_error() before");
  if (called.call.status == KF_OK && !fault.empty())
    throw Failed("the reply to " + called.call.what + " " + fault + ": " + printable(called.reply, 200));
}

Verdict rows_have_their_shape(const Subject& subject) {
  with_panels(subject, [](const Panel& panel) {
    const json::value parent =
        panel.parent.empty() ? json::value() : json::value("5d3c8a52-7a8f-4f57-9a1b-0123456789ab");
    const auto check_rows = [&](const std::string& label, const std::string& query) {
      const PanelCall called = rows(panel, label, query);
      expect_end(called, rows_fault(panel, called.reply, kPageLimit));
    };
    check_rows("a plain query", query_of(nullptr, nullptr, nullptr, parent));
    check_rows("a filter", query_of(nullptr, "%_'\"\\ \xf0\x9f\x92\xa3", nullptr, parent));
    check_rows("an unknown cursor", query_of(nullptr, nullptr, "cursor of nobody", parent));
    check_rows("another parent", query_of(nullptr, nullptr, nullptr, "nobody"));
    for (const PanelColumn& column : panel.columns) {
      if (!column.sortable) continue;
      check_rows("the order " + column.key, query_of(json::value(column.key), nullptr, nullptr, parent));
      check_rows("the order -" + column.key, query_of(json::value("-" + column.key), nullptr, nullptr, parent));
    }
  });
  return {};
}

Verdict each_row_has_its_shape(const Subject& subject) {
  bool any = false;
  with_panels(subject, [&](const Panel& panel) {
    if (panel.row == nullptr) return;
    any = true;
    const PanelCall listed = rows(panel, "a plain query", query_of(nullptr, nullptr, nullptr, nullptr));
    std::vector<std::string> ids;
    if (listed.call.status == KF_OK && rows_fault(panel, listed.reply, kPageLimit).empty()) ids = row_ids(listed.reply);
    ids.emplace_back("nobody");
    for (const auto& id : ids) {
      const PanelCall called =
          row(panel, "the id " + printable(id, 80), json::serialize(json::object{{"id", id}, {"against", nullptr}}));
      expect_end(called, row_fault(called.reply));
    }
  });
  if (!any) throw Skipped("its panels have no pages for rows");
  return {};
}

Verdict actions_have_their_shape(const Subject& subject) {
  bool any = false;
  with_panels(subject, [&](const Panel& panel) {
    for (const PanelAction& action : panel.actions) {
      any = true;
      json::object input;
      if (!action.on_panel) input["id"] = "nobody";
      for (const PanelField& field : action.fields) input[field.key] = "";
      const PanelCall called = act(panel, action.id, "empty fields", json::serialize(input));
      expect_end(called, action_fault(called.reply));
    }
  });
  if (!any) throw Skipped("its panels have no actions");
  return {};
}

Verdict versions_are_texts(const Subject& subject) {
  bool any = false;
  with_panels(subject, [&](const Panel& panel) {
    if (panel.version == nullptr) return;
    any = true;
    const PanelCall called = call_panel("the version" + name_of(panel), [&](kf_console_reply* reply, kf_call* call) {
      return panel.version(panel.self, reply, call);
    });
    expect_end(called, called.reply.size() > kMaxVersionBytes ? "is not a short text" : "");
  });
  if (!any) throw Skipped("its panels have no versions");
  return {};
}

Verdict let_no_exception_out(const Subject& subject) {
  const auto expect_none = [](const PanelCall& called) {
    if (!called.call.exception.empty())
      throw Failed(called.call.what + " threw an exception: " + called.call.exception);
  };
  with_panels(subject, [&](const Panel& panel) {
    for (const auto& [label, text] : hostile_texts()) {
      expect_none(rows(panel, label, text));
      if (panel.row != nullptr) expect_none(row(panel, label, text));
      for (const PanelAction& action : panel.actions) expect_none(act(panel, action.id, label, text));
    }
    if (panel.act != nullptr) expect_none(act(panel, "an-action-of-nobody", "an empty object", "{}"));
  });
  return {};
}

}  // namespace

std::vector<Check> console_checks() {
  const std::vector<std::string> needs{"lifecycle.in-order"};
  return {
      {"console.rows", "Panels list rows in the documented shape, or give a reason.", needs, &rows_have_their_shape},
      {"console.row", "Pages of rows have the documented shape, or the panel gives a reason.", needs,
       &each_row_has_its_shape},
      {"console.actions", "Actions reply in the documented shape, or give a reason.", needs, &actions_have_their_shape},
      {"console.versions", "Versions of panels are short texts.", needs, &versions_are_texts},
      {"console.no-exceptions", "No exception leaves a panel, regardless of the input.", needs, &let_no_exception_out},
  };
}

}  // namespace kongflow::host::validate
