#include "console/endpoint_actions.h"

#include "console/panel_replies.h"
#include "console/run_advice.h"
#include "domain/hook_url.h"
#include "domain/json_fields.h"
#include "domain/json_object.h"

namespace kongflow::endpoints {
namespace {

PanelReply done(const char* message) {
  return PanelReply::json(JsonObject().add("message", message).text());
}

PanelReply registered(const Result<Registered>& outcome, const char* message) {
  if (!outcome) return refusal(outcome.error());
  return PanelReply::json(
      JsonObject().add("message", message).add("row", outcome->endpoint.id).add("runId", outcome->run.id).text());
}

PanelReply register_app(const Services& services, const JsonFields& input, const Call& call) {
  const auto environment = input.string("environment");
  if (!environment) return refusal(environment.error());
  const auto id = input.string("id");
  if (!id) return refusal(id.error());
  const auto url = input.string("url");
  if (!url) return refusal(url.error());
  return registered(services.operators.add(environment.value(), {id.value(), url.value()}, context_of(call)),
                    "Registered. The first index will start shortly.");
}

PanelReply change_url(const Services& services, const std::string& endpoint_id, const JsonFields& input,
                      const Call& call) {
  const auto url = input.string("url");
  if (!url) return refusal(url.error());
  return registered(services.operators.change_url(endpoint_id, url.value(), context_of(call)),
                    "The URL was changed. An index will start shortly.");
}

// This run is not retried, but other runs of the endpoint may be.
PanelReply failed_index(const Services& services, const std::string& endpoint_id, const Error& error) {
  std::string text = sentence(error);
  const auto listed = services.operators.endpoint(endpoint_id);
  if (const auto next = listed ? describe_next(listed->next_attempt) : std::nullopt)
    text += (text.back() == '.' ? " " : ". ") + *next;
  return PanelReply::failed(std::move(text), std::string(to_string(error.code)));
}

PanelReply index_now(const Services& services, const std::string& endpoint_id, const JsonFields& input,
                     const Call& call) {
  const auto given = input.optional_string("reason");
  if (!given) return refusal(given.error());
  const bool has_reason = given.value() && !given.value()->empty();
  const IndexRequest request{IndexSource::manual, has_reason ? given.value() : std::nullopt, std::nullopt};
  const IndexOutcome outcome = services.index.index(endpoint_id, request, std::nullopt, context_of(call));
  using Kind = IndexOutcome::Kind;
  if (outcome.kind == Kind::no_endpoint) return PanelReply::not_found("Endpoint not found");
  if (outcome.kind == Kind::removed) return refusal(outcome.error.value());
  if (outcome.kind != Kind::done) return failed_index(services, endpoint_id, outcome.error.value());
  return PanelReply::json(JsonObject()
                              .add("message", "Indexed.")
                              .add("runId", outcome.run_id)
                              .add_json("stats", outcome.index->stats_json)
                              .text());
}

PanelReply show_hook_url(const Services& services, const std::string& endpoint_id) {
  const auto listed = services.operators.endpoint(endpoint_id);
  if (!listed) return refusal(listed.error());
  return PanelReply::json(
      JsonObject()
          .add("message", "Keep this URL secret: anyone who has it can trigger an index of the endpoint.")
          .add("copy", hook_url(listed->summary.endpoint, services.public_url))
          .text());
}

PanelReply remove(const Services& services, const std::string& endpoint_id) {
  const auto removed = services.operators.remove(endpoint_id);
  return removed ? done("Deleted.") : refusal(removed.error());
}

}  // namespace

std::vector<PanelAction> endpoint_actions() {
  PanelAction index{"index", "Index now"};
  index.fields = {{"reason", "Reason", "text", false, "", "Shown in the history of the endpoint."}};

  PanelAction add{"register", "Register an app"};
  add.scope = ActionScope::panel;
  add.fields = {
      {"environment", "Environment", "environment", true, "", "Its API key is sent to the app."},
      {"id", "Endpoint id", "text", true, "", "The app's own id. An existing endpoint with this id gets the new URL."},
      {"url", "URL", "url", true, "", "The URL of the app, for instance https://shop.example.com/api/trigger."}};

  PanelAction change{"change-url", "Change URL"};
  change.fields = {{"url", "URL", "url", true, "url", "The app is pinged there first. The hook URL stays the same."}};

  // Mutating by default: hidden from read-only users and recorded in the audit log.
  PanelAction hook{"hook-url", "Show hook URL"};

  PanelAction remove{"delete", "Delete"};
  remove.confirm = "Delete this endpoint, its indexes, its runs and its waiting tasks?";
  remove.confirm_column = "slug";
  return {index, add, change, hook, remove};
}

PanelReply run_endpoint_action(const Services& services, std::string_view action, std::string_view input_json,
                               const Call& call) {
  const auto input = JsonFields::parse(input_json, "Invalid input");
  if (!input) return refusal(input.error());
  if (action == "register") return register_app(services, input.value(), call);
  const auto endpoint_id = input->string("id");
  if (!endpoint_id) return refusal(endpoint_id.error());
  if (action == "index") return index_now(services, endpoint_id.value(), input.value(), call);
  if (action == "change-url") return change_url(services, endpoint_id.value(), input.value(), call);
  if (action == "hook-url") return show_hook_url(services, endpoint_id.value());
  if (action == "delete") return remove(services, endpoint_id.value());
  return PanelReply::bad_input("The panel has no action \"" + std::string(action) + "\".");
}

}  // namespace kongflow::endpoints
