#include "tasks/index_endpoint_task.h"

#include "domain/json_fields.h"

namespace kongflow::endpoints {
namespace {

struct Payload {
  std::string endpoint_id;
  IndexRequest request;
};

Result<Payload> parse(std::string_view json) {
  const auto fields = JsonFields::parse(json, "Invalid payload");
  if (!fields) return fields.error();
  const auto id = fields->string("id");
  if (!id) return id.error();
  const auto reason = fields->optional_string("reason");
  if (!reason) return reason.error();
  const auto source = fields->optional_string("source");
  if (!source) return source.error();
  const auto known = source.value() ? parse_index_source(*source.value()) : IndexSource::internal;
  if (!known) return fields->refused("\"source\" must be MANUAL, API, INTERNAL or HOOK.");
  return Payload{id.value(), {*known, reason.value(), fields->data("sourceData")}};
}

TaskOutcome to_task_outcome(const IndexOutcome& outcome) {
  using Kind = IndexOutcome::Kind;
  if (outcome.kind == Kind::done || outcome.kind == Kind::removed) return TaskOutcome::done();
  const Error& error = outcome.error.value();
  std::string code(to_string(error.code));
  switch (outcome.kind) {
    case Kind::no_endpoint:
      return TaskOutcome::failed(error.message, std::move(code));
    case Kind::superseded:
    case Kind::cancelled:
      return TaskOutcome::cancelled(error.message);
    default:
      return TaskOutcome::retry(error.message, std::move(code));
  }
}

}  // namespace

std::string share_of_index_task(const Services& services, const Task& task) {
  const auto payload = parse(task.payload_json);
  return payload ? services.index.environment_of(payload->endpoint_id).value_or("") : "";
}

TaskOutcome index_endpoint_task(const Services& services, const Task& task, const Call& call) {
  const auto payload = parse(task.payload_json);
  if (!payload)
    return TaskOutcome::failed(sentence(payload.error()), std::string(to_string(ErrorCode::invalid_payload)));
  const TaskAttempt attempt{std::string(task.id), task.attempt, task.max_attempts};
  return to_task_outcome(services.index.index(payload->endpoint_id, payload->request, attempt, context_of(call)));
}

}  // namespace kongflow::endpoints
