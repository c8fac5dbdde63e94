#include "domain/manifest.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "domain/json_text.h"

namespace kongflow::endpoints {

namespace {

bool all_enabled(const std::vector<std::string_view>& jobs) {
  return std::all_of(jobs.begin(), jobs.end(), [](std::string_view job) {
    return json_type(job) == JsonType::object && json_member(job, "enabled") == "true";
  });
}

// `jobs`: the elements of `list`.
std::string with_internal_flags(std::string_view list, const std::vector<std::string_view>& jobs) {
  std::string completed;
  completed.reserve(list.size() + list.size() / 16);
  std::size_t done = 0;
  for (const std::string_view job : jobs) {
    if (json_type(job) != JsonType::object || json_has_member(job, "internal")) continue;
    const std::size_t inside = static_cast<std::size_t>(job.data() - list.data()) + 1;
    completed.append(list, done, inside - done).append(R"("internal":false)");
    if (!is_empty_json_object(job)) completed += ',';
    done = inside;
  }
  return completed.append(list, done, std::string_view::npos);
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

ManifestParts take_apart(std::string_view json) {
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
      const auto jobs = json_elements(member.value);
      parts.all_jobs_enabled = all_enabled(jobs);
      parts.jobs = with_internal_flags(member.value, jobs);
    } else {
      *list->second = member.value;
    }
  }
  return parts;
}

}  // namespace kongflow::endpoints
