#include "domain/manifest.h"

#include <algorithm>
#include <array>
#include <utility>

#include "domain/json_text.h"

namespace kongflow::endpoints {

namespace {

struct Jobs {
  std::string list;  // each job has the member `internal`
  bool all_enabled = true;
};

// Adds "internal":false to jobs without that member.
Jobs read_jobs(std::string_view list) {
  Jobs jobs;
  jobs.list.reserve(list.size() + list.size() / 16);
  std::size_t done = 0;
  for (const std::string_view job : json_elements(list)) {
    bool enabled = false;
    bool complete = json_type(job) != JsonType::object;
    for (const JsonMember& member : json_members(job)) {
      if (member.name == "enabled") enabled = member.value == "true";
      if (member.name == "internal") complete = true;
    }
    jobs.all_enabled = jobs.all_enabled && enabled;
    if (complete) continue;
    const std::size_t inside = static_cast<std::size_t>(job.data() - list.data()) + 1;
    jobs.list.append(list, done, inside - done).append(R"("internal":false)");
    if (!is_empty_json_object(job)) jobs.list += ',';
    done = inside;
  }
  jobs.list.append(list, done, std::string_view::npos);
  return jobs;
}

}  // namespace

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

ManifestParts split_manifest(std::string_view json) {
  ManifestParts parts;
  const std::array<std::pair<std::string_view, std::optional<std::string>*>, 4> lists{
      {{"jobs", &parts.jobs},
       {"sources", &parts.sources},
       {"dynamicTriggers", &parts.dynamic_triggers},
       {"dynamicSchedules", &parts.dynamic_schedules}}};
  for (const JsonMember& member : json_members(json)) {
    const auto list =
        std::find_if(lists.begin(), lists.end(), [&](const auto& one) { return one.first == member.name; });
    if (list != lists.end()) list->second->reset();
    if (list == lists.end() || json_type(member.value) != JsonType::array) {
      if (!parts.others.empty()) parts.others += ',';
      parts.others.append(quote_json(member.name)).append(":").append(member.value);
    } else if (list->second == &parts.jobs) {
      Jobs jobs = read_jobs(member.value);
      parts.all_jobs_enabled = jobs.all_enabled;
      parts.jobs = std::move(jobs.list);
    } else {
      *list->second = member.value;
    }
  }
  return parts;
}

}  // namespace kongflow::endpoints
