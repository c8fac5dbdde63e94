// The host's interface to one plugin.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "host/base/health.h"
#include "host/base/log.h"
#include "host/config/option_values.h"
#include "host/http/route_table.h"
#include "host/plugins/metric_table.h"
#include "host/plugins/panel_table.h"
#include "host/tasks/task_table.h"
#include "kongflow/abi/types.h"

namespace kongflow::host {

class Admission;

// Parts of the host that the services use. All must outlive the plugins.
struct HostServices {
  RouteTable& routes;
  TaskTable& tasks;
  PanelTable& panels;
  Health& health;
  MetricTable& metrics;
  Log& log;
  std::string connection_string;                            // empty in a dry run
  std::function<std::string(const kf_task_spec&)> enqueue;  // TaskQueue::add; empty in a dry run
  Admission* admission = nullptr;                           // null in a dry run
  std::set<std::string> hidden_services = {};               // ids of services that are hidden from plugins
};

// The ids of all services that this host offers.
const std::vector<std::string>& service_ids();

// Owns the kf_host of one plugin and tracks the phase of its life cycle.
class PluginHost {
 public:
  PluginHost(std::string plugin_id, HostServices& services);
  PluginHost(const PluginHost&) = delete;
  PluginHost& operator=(const PluginHost&) = delete;

  static PluginHost& of(const kf_host* host) { return *static_cast<PluginHost*>(host->self); }
  const kf_host* abi() const { return &abi_; }

  const std::string& plugin_id() const { return plugin_id_; }
  const std::string& component() const { return component_; }  // name in the log
  HostServices& services() const { return services_; }

  // Non-null only while configure() runs, on its thread.
  const OptionValues* config() const;
  // True while start() runs, on its thread.
  bool may_register() const { return starting_.load() == std::this_thread::get_id(); }

  // Records a rejected registration as a sentence and returns `status`. [start]
  kf_status refuse(kf_status status, std::string sentence);
  std::vector<std::string> take_refusals() { return std::exchange(refusals_, {}); }
  // Registrations that were rejected because they came outside start(). [any]
  void count_registration_outside_start() { ++registrations_outside_start_; }
  int registrations_outside_start() const { return registrations_outside_start_; }

  // As in Route::call_limit; 0 until the plugin sets it. [any]
  void set_call_limit(int per_share) { call_limit_ = per_share; }
  const std::atomic<int>& call_limit() const { return call_limit_; }

  // Marks a phase for the calling thread during its lifetime.
  class Phase {
   public:
    static Phase configuring(PluginHost& host, const OptionValues& values);
    static Phase starting(PluginHost& host);
    ~Phase();
    Phase(const Phase&) = delete;

   private:
    explicit Phase(PluginHost& host) : host_(host) {}
    PluginHost& host_;
  };

 private:
  const std::string plugin_id_;
  const std::string component_;
  HostServices& services_;
  kf_host abi_;
  std::atomic<std::thread::id> configuring_{};
  std::atomic<std::thread::id> starting_{};
  const OptionValues* config_ = nullptr;  // used by the configuring thread
  std::vector<std::string> refusals_;     // used by the starting thread
  std::atomic<int> registrations_outside_start_{0};
  std::atomic<int> call_limit_{0};
};

}  // namespace kongflow::host
