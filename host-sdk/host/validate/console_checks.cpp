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

constexpr std::size_t page = 50, longest_version = 1'000;

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
      json::object{{"limit", page}, {"cursor", cursor}, {"filter", filter}, {"sort", sort}, {"parent", parent}});
}

// Calls `look` with every panel of a plugin that has been used a little.
void with_panels(const Subject& subject, const std::function<void(const Panel&)>& look) {
  Trial trial(subject);
  trial.begin();
  if (trial.runtime().panels.all().empty()) throw Skipped("it registers no panel");
  use_lightly(trial);
  for (const Panel& panel : trial.runtime().panels.all()) look(panel);
  trial.end();
}

void expect_end(const PanelCall& made, const std::string& fault) {
  if (!made.call.exception.empty()) return;  // console.no-exceptions tells
  if (!made.call.says_why()) throw Failed(made.call.ended() + " and gave no reason; call set_error() before");
  if (made.call.status == KF_OK && !fault.empty())
    throw Failed("the reply to " + made.call.what + " " + fault + ": " + printable(made.reply, 200));
}

Verdict rows_have_their_shape(const Subject& subject) {
  with_panels(subject, [](const Panel& panel) {
    const json::value parent =
        panel.parent.empty() ? json::value() : json::value("5d3c8a52-7a8f-4f57-9a1b-0123456789ab");
    const auto look = [&](const std::string& label, const std::string& query) {
      const PanelCall made = rows(panel, label, query);
      expect_end(made, rows_fault(panel, made.reply, page));
    };
    look("a plain query", query_of(nullptr, nullptr, nullptr, parent));
    look("a filter", query_of(nullptr, "%_'\"\\ \xf0\x9f\x92\xa3", nullptr, parent));
    look("a cursor of nobody", query_of(nullptr, nullptr, "cursor of nobody", parent));
    look("another parent", query_of(nullptr, nullptr, nullptr, "nobody"));
    for (const PanelColumn& column : panel.columns) {
      if (!column.sortable) continue;
      look("the order " + column.key, query_of(json::value(column.key), nullptr, nullptr, parent));
      look("the order -" + column.key, query_of(json::value("-" + column.key), nullptr, nullptr, parent));
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
    if (listed.call.status == KF_OK && rows_fault(panel, listed.reply, page).empty()) ids = row_ids(listed.reply);
    ids.emplace_back("nobody");
    for (const auto& id : ids) {
      const PanelCall made =
          row(panel, "the id " + printable(id, 80), json::serialize(json::object{{"id", id}, {"against", nullptr}}));
      expect_end(made, row_fault(made.reply));
    }
  });
  if (!any) throw Skipped("its rows have no pages of their own");
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
      const PanelCall made = act(panel, action.id, "empty fields", json::serialize(input));
      expect_end(made, action_fault(made.reply));
    }
  });
  if (!any) throw Skipped("its panels have no action");
  return {};
}

Verdict versions_are_texts(const Subject& subject) {
  bool any = false;
  with_panels(subject, [&](const Panel& panel) {
    if (panel.version == nullptr) return;
    any = true;
    const PanelCall made = call_panel("the version" + name_of(panel), [&](kf_console_reply* reply, kf_call* call) {
      return panel.version(panel.self, reply, call);
    });
    expect_end(made, made.reply.size() > longest_version ? "is no short text" : "");
  });
  if (!any) throw Skipped("its panels have no version");
  return {};
}

Verdict let_no_exception_out(const Subject& subject) {
  const auto look = [](const PanelCall& made) {
    if (!made.call.exception.empty()) throw Failed(made.call.what + " let an exception out: " + made.call.exception);
  };
  with_panels(subject, [&](const Panel& panel) {
    for (const auto& [label, text] : hostile_texts()) {
      look(rows(panel, label, text));
      if (panel.row != nullptr) look(row(panel, label, text));
      for (const PanelAction& action : panel.actions) look(act(panel, action.id, label, text));
    }
    if (panel.act != nullptr) look(act(panel, "an-action-of-nobody", "an empty object", "{}"));
  });
  return {};
}

}  // namespace

std::vector<Check> console_checks() {
  const std::vector<std::string> needs{"lifecycle.in-order"};
  return {
      {"console.rows", "Panels list rows in the documented shape, or say why not.", needs, &rows_have_their_shape},
      {"console.row", "So do the pages of rows.", needs, &each_row_has_its_shape},
      {"console.actions", "Actions answer in the documented shape, or say why not.", needs, &actions_have_their_shape},
      {"console.versions", "Versions of panels are short texts.", needs, &versions_are_texts},
      {"console.no-exceptions", "No exception leaves a panel, whatever it is asked.", needs, &let_no_exception_out},
  };
}

}  // namespace kongflow::host::validate
