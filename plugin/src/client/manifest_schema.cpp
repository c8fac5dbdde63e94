#include "client/manifest_schema.h"

namespace kongflow::endpoints {
namespace {

constexpr IntegerRange kIntervalSeconds{20, 2'592'000};
constexpr IntegerRange kPositive{1};
constexpr bool kOptional = false;

Shape object(std::vector<Field> fields) {
  Shape shape;
  shape.types = kObject;
  shape.fields = std::move(fields);
  return shape;
}

Shape collection(unsigned type, const Shape& values) {
  Shape shape;
  shape.types = type;
  shape.values = &values;
  return shape;
}

Shape one_of(std::vector<std::string_view> permitted_strings) {
  Shape shape;
  shape.types = kString;
  shape.permitted_strings = std::move(permitted_strings);
  return shape;
}

Shape cron_expression() {
  Shape shape;
  shape.types = kString;
  shape.cron = true;
  return shape;
}

Shape by_member(std::string_view discriminator, std::string_view otherwise, Shape shape) {
  shape.discriminator = discriminator;
  shape.otherwise = otherwise;
  return shape;
}

struct Schema {
  const Shape string{kString};
  const Shape boolean{kBoolean};
  const Shape number{kNumber};
  const Shape dictionary{kObject};
  const Shape strings = collection(kArray, string);
  const Shape lists_of_strings = collection(kObject, strings);
  const Shape string_or_strings{kString | kArray, {}, &string};

  const Shape property = object({{"label", &string}, {"text", &string}, {"url", &string, kOptional}});
  const Shape properties = collection(kArray, property);

  const Shape auth_source = one_of({"HOSTED", "LOCAL", "RESOLVER"});
  const Shape integration_metadata = object({{"id", &string}, {"name", &string}, {"instructions", &string, kOptional}});
  const Shape integration =
      object({{"id", &string}, {"metadata", &integration_metadata}, {"authSource", &auth_source}});
  const Shape integrations = collection(kObject, integration);

  const Shape example = object({{"id", &string}, {"name", &string}, {"icon", &string, kOptional}});
  const Shape examples = collection(kArray, example);
  const Shape event = object({{"name", &string_or_strings},
                              {"title", &string},
                              {"source", &string},
                              {"icon", &string},
                              {"filter", &dictionary, kOptional},
                              {"properties", &properties, kOptional},
                              {"examples", &examples, kOptional}});
  const Shape rule = object({{"event", &string_or_strings},
                             {"source", &string},
                             {"payload", &dictionary, kOptional},
                             {"context", &dictionary, kOptional}});

  const Shape seconds{kNumber, {}, nullptr, {}, &kIntervalSeconds};
  const Shape schedule_type = one_of({"cron", "interval"});
  const Shape cron = cron_expression();
  const Shape schedule_options = object({{"cron", &cron, true, "cron"}, {"seconds", &seconds, true, "interval"}});
  const Shape schedule = by_member("type", "", object({{"type", &schedule_type}, {"options", &schedule_options}}));

  const Shape trigger_type = one_of({"static", "scheduled", "dynamic", "invoke"});
  const Shape trigger = by_member("type", "",
                                  object({{"type", &trigger_type},
                                          {"title", &string_or_strings, true, "static"},
                                          {"rule", &rule, true, "static"},
                                          {"properties", &properties, kOptional, "static"},
                                          {"link", &string, kOptional, "static"},
                                          {"schedule", &schedule, true, "scheduled"},
                                          {"id", &string, true, "dynamic"}}));

  const Shape queue{kString | kObject, {{"name", &string}, {"maxConcurrent", &number, kOptional}}};
  const Shape concurrency_limit{kNumber | kObject, {{"id", &string}, {"limit", &number}}, nullptr, {}, &kPositive};
  const Shape start_position = one_of({"initial", "latest"});
  const Shape job = object({{"id", &string},
                            {"name", &string},
                            {"version", &string},
                            {"event", &event},
                            {"trigger", &trigger},
                            {"integrations", &integrations},
                            {"internal", &boolean, kOptional},
                            {"queue", &queue, kOptional},
                            {"concurrencyLimit", &concurrency_limit, kOptional},
                            {"startPosition", &start_position},
                            {"enabled", &boolean},
                            {"preprocessRuns", &boolean}});

  const Shape job_reference = object({{"id", &string}, {"version", &string}});
  const Shape job_references = collection(kArray, job_reference);
  const Shape channel = one_of({"HTTP", "SQS", "SMTP"});
  const Shape source = by_member("version", "1",
                                 object({{"channel", &channel},
                                         {"integration", &integration},
                                         {"key", &string},
                                         {"events", &strings, true, "1"},
                                         {"options", &lists_of_strings, true, "2"},
                                         {"registerSourceJob", &job_reference, kOptional}}));
  const Shape dynamic_trigger =
      object({{"id", &string}, {"jobs", &job_references}, {"registerSourceJob", &job_reference, kOptional}});
  const Shape dynamic_schedule = object({{"id", &string}, {"jobs", &job_references}});

  const Shape reference = object({{"id", &string}});
  const Shape webhook = object(
      {{"key", &string}, {"config", &lists_of_strings}, {"integration", &integration}, {"httpEndpoint", &reference}});
  const Shape http_endpoint = object({{"id", &string},
                                      {"version", &string},
                                      {"enabled", &boolean},
                                      {"title", &string, kOptional},
                                      {"icon", &string, kOptional},
                                      {"properties", &properties, kOptional},
                                      {"event", &event},
                                      {"immediateResponseFilter", &dictionary, kOptional},
                                      {"skipTriggeringRuns", &boolean, kOptional},
                                      {"source", &string}});

  const Shape jobs = collection(kArray, job);
  const Shape sources = collection(kArray, source);
  const Shape dynamic_triggers = collection(kArray, dynamic_trigger);
  const Shape dynamic_schedules = collection(kArray, dynamic_schedule);
  const Shape webhooks = collection(kArray, webhook);
  const Shape http_endpoints = collection(kArray, http_endpoint);
  const Shape manifest = object({{"jobs", &jobs},
                                 {"sources", &sources},
                                 {"dynamicTriggers", &dynamic_triggers},
                                 {"dynamicSchedules", &dynamic_schedules},
                                 {"webhooks", &webhooks, kOptional},
                                 {"httpEndpoints", &http_endpoints, kOptional}});
};

}  // namespace

const std::vector<ManifestList>& manifest_lists() {
  static const std::vector<ManifestList> lists{
      {"jobs", "Job", "id"},
      {"sources", "Source", "key"},
      {"dynamicTriggers", "Dynamic trigger", "id"},
      {"dynamicSchedules", "Dynamic schedule", "id"},
      {"webhooks", "Webhook", "key"},
      {"httpEndpoints", "HTTP endpoint", "id"},
  };
  return lists;
}

const Shape& manifest_shape() {
  static const Schema schema;
  return schema.manifest;
}

}  // namespace kongflow::endpoints
