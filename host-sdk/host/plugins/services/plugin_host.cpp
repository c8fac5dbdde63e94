#include "host/plugins/services/plugin_host.h"

#include <algorithm>

#include "host/base/text.h"
#include "host/base/version.h"
#include "host/plugins/services/service_tables.h"

namespace kongflow::host {
namespace {

struct Service {
  std::string id;
  const void* table;
};

const std::vector<Service>& services_offered() {
  static const std::vector<Service> all{
      {KF_ADMISSION_SERVICE, &admission_service}, {KF_CALL_SERVICE, &call_service},
      {KF_CONFIG_SERVICE, &config_service},       {KF_CONSOLE_SERVICE, &console_service},
      {KF_DATABASE_SERVICE, &database_service},   {KF_HEALTH_SERVICE, &health_service},
      {KF_HTTP_SERVICE, &http_service},           {KF_LOG_SERVICE, &log_service},
      {KF_METRICS_SERVICE, &metrics_service},     {KF_TASKS_SERVICE, &task_service},
  };
  return all;
}

const void* get_service(const kf_host* host, const char* id) {
  if (host == nullptr || id == nullptr || PluginHost::of(host).services().hidden_services.count(id) > 0) return nullptr;
  for (const auto& service : services_offered())
    if (service.id == id) return service.table;
  return nullptr;
}

}  // namespace

const std::vector<std::string>& service_ids() {
  static const std::vector<std::string> ids = [] {
    std::vector<std::string> out;
    for (const auto& service : services_offered()) out.push_back(service.id);
    return out;
  }();
  return ids;
}

PluginHost::PluginHost(std::string plugin_id, HostServices& services)
    : plugin_id_(std::move(plugin_id)),
      component_("plugin " + plugin_id_),
      services_(services),
      abi_{sizeof(kf_host), KF_ABI_MINOR, this, to_abi(kProgramName), to_abi(kProgramVersion), &get_service} {
  services_offered();
}

const OptionValues* PluginHost::config() const {
  return configuring_.load() == std::this_thread::get_id() ? config_ : nullptr;
}

kf_status PluginHost::refuse(kf_status status, std::string sentence) {
  refusals_.push_back(std::move(sentence));
  return status;
}

PluginHost::Phase PluginHost::Phase::configuring(PluginHost& host, const OptionValues& values) {
  host.config_ = &values;
  host.configuring_ = std::this_thread::get_id();
  return Phase(host);
}

PluginHost::Phase PluginHost::Phase::starting(PluginHost& host) {
  host.starting_ = std::this_thread::get_id();
  return Phase(host);
}

PluginHost::Phase::~Phase() {
  host_.configuring_ = std::thread::id();
  host_.starting_ = std::thread::id();
  host_.config_ = nullptr;
}

}  // namespace kongflow::host
