#include "domain/manifest.h"

namespace kongflow::endpoints {

std::string to_json(const IndexStats& stats) {
  std::string json = "{\"jobs\":" + std::to_string(stats.jobs);
  const auto add = [&json](const char* name, std::int64_t count) {
    json.append(",\"").append(name).append("\":").append(std::to_string(count));
  };
  add("sources", stats.sources);
  add("dynamicTriggers", stats.dynamic_triggers);
  add("dynamicSchedules", stats.dynamic_schedules);
  if (stats.webhooks) add("webhooks", *stats.webhooks);
  if (stats.http_endpoints) add("httpEndpoints", *stats.http_endpoints);
  if (stats.disabled_jobs) add("disabledJobs", *stats.disabled_jobs);
  return json + "}";
}

}  // namespace kongflow::endpoints
