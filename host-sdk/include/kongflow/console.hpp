// Panels of the host's admin console, described as data.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kongflow/abi/console.h"
#include "kongflow/call.hpp"
#include "kongflow/guard.hpp"

namespace kongflow {

struct PanelColumn {
  std::string key;  // member of a row's JSON object
  std::string title;
  // text | number | time | status | url | json | copy | duration | history
  std::string kind = "text";
  bool sortable = false;  // rows() can sort by this column, ascending and descending
};

// A form field of an action.
struct PanelField {
  std::string key;  // member of the action's input; "id" is reserved in actions on a row
  std::string title;
  std::string kind = "text";  // text | url | environment (its id) | multiline
  bool required = false;      // must not be empty
  std::string column = {};    // for actions on a row: column that provides the initial value; empty: none
  std::string help = {};      // a sentence below the field
};

enum class ActionScope : std::uint32_t { row = KF_CONSOLE_ON_ROW, panel = KF_CONSOLE_ON_PANEL };

struct PanelAction {
  std::string id;  // ^[a-z][a-z0-9-]*$, unique in the panel
  std::string title;
  bool mutates = true;       // hidden from read-only users, recorded in the audit log
  std::string confirm = {};  // the confirmation question; empty: none
  ActionScope scope = ActionScope::row;
  std::string confirm_column = {};  // for actions on a row: column whose value the user must type; empty: none
  std::vector<PanelField> fields = {};
};

// The reply of a panel function: JSON text, or an error.
class PanelReply {
 public:
  static PanelReply json(std::string text) { return {KF_OK, {}, std::move(text)}; }
  static PanelReply bad_input(std::string message) { return {KF_BAD_ARGUMENT, "BAD_INPUT", std::move(message)}; }
  static PanelReply not_found(std::string message) { return {KF_NOT_FOUND, "NOT_FOUND", std::move(message)}; }
  static PanelReply failed(std::string message, std::string code = "FAILED") {
    return {KF_FAILED, std::move(code), std::move(message)};
  }
  static PanelReply retry(std::string message, std::string code = "RETRY") {
    return {KF_RETRY, std::move(code), std::move(message)};
  }

  kf_status status() const { return status_; }
  const std::string& code() const { return code_; }
  const std::string& text() const { return text_; }  // JSON for KF_OK, otherwise the error message

 private:
  PanelReply(kf_status status, std::string code, std::string text)
      : status_(status), code_(std::move(code)), text_(std::move(text)) {}
  kf_status status_;
  std::string code_;
  std::string text_;
};

// Handlers run on [worker thread], several at once. An exception becomes KF_INTERNAL. abi/console.h describes the JSON
// of queries, inputs and replies.
struct Panel {
  std::string id;  // ^[a-z][a-z0-9-]*$, unique in the plugin
  std::string title;
  std::string parent = {};  // id of an earlier panel whose rows own this panel's rows; empty: none
  std::vector<PanelColumn> columns;
  std::vector<PanelAction> actions;
  std::function<PanelReply(std::string_view query_json, Call&)> rows;
  // May be empty: rows have no detail page.
  std::function<PanelReply(std::string_view query_json, Call&)> row;
  // May be empty when there are no actions.
  std::function<PanelReply(std::string_view action, std::string_view input_json, Call&)> act;
  // Returns a short text that changes whenever the panel's content changes; must be cheap. May be empty: an open panel
  // is not refreshed.
  std::function<std::string(Call&)> version;
};

namespace detail {

struct PanelHook {
  const kf_console_service* console;
  const kf_call_service* calls;
  Panel panel;

  kf_status answer(const PanelReply& reply, kf_console_reply* out, const Call& call) const {
    if (reply.status() == KF_OK) {
      console->reply(out, to_abi(reply.text()));
    } else {
      call.set_error(reply.code(), reply.text());
    }
    return reply.status();
  }
  static kf_status rows(void* self, kf_str query, kf_console_reply* out, kf_call* native) noexcept {
    const auto* hook = static_cast<const PanelHook*>(self);
    Call call(hook->calls, native);
    return guard(call, [&] { return hook->answer(hook->panel.rows(view(query), call), out, call); });
  }
  static kf_status row(void* self, kf_str query, kf_console_reply* out, kf_call* native) noexcept {
    const auto* hook = static_cast<const PanelHook*>(self);
    Call call(hook->calls, native);
    return guard(call, [&] { return hook->answer(hook->panel.row(view(query), call), out, call); });
  }
  static kf_status act(void* self, kf_str action, kf_str input, kf_console_reply* out, kf_call* native) noexcept {
    const auto* hook = static_cast<const PanelHook*>(self);
    Call call(hook->calls, native);
    return guard(call, [&] { return hook->answer(hook->panel.act(view(action), view(input), call), out, call); });
  }
  static kf_status version(void* self, kf_console_reply* out, kf_call* native) noexcept {
    const auto* hook = static_cast<const PanelHook*>(self);
    Call call(hook->calls, native);
    return guard(call, [&] {
      hook->console->reply(out, to_abi(hook->panel.version(call)));
      return KF_OK;
    });
  }
};

}  // namespace detail
}  // namespace kongflow
