// The state of a FakeHost, shared with its service tables.
#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "kongflow/abi/console.h"
#include "kongflow/abi/health.h"
#include "kongflow/abi/metrics.h"
#include "kongflow/abi/plugin.h"
#include "kongflow/abi/tasks.h"
#include "kongflow/testing/fake_call.h"
#include "kongflow/testing/fake_host.h"
#include "kongflow/testing/fake_settings.h"
#include "kongflow/testing/recording_queue.h"

namespace kongflow::testing {

struct FakeTask {
  kf_task_fn run;
  void* self;
  kf_task_share_fn share;  // null: the task does not wait
};

struct FakeRoute {
  std::string method, pattern;
  bool needs_environment;
  kf_http_fn handle;
  void* self;
};

struct FakePanel {
  std::set<std::string> actions;
  kf_console_rows_fn rows;
  kf_console_row_fn row;
  kf_console_action_fn act;
  kf_console_version_fn version;
  void* self;
};

struct FakeCheck {
  kf_health_fn check;
  void* self;
};

struct FakeMetric {
  std::string name;
  kf_metric_kind kind;
  std::size_t label_count;
  std::map<std::vector<std::string>, double> values;
};

struct FakeHost::State {
  explicit State(const kf_descriptor* from);

  static State& of(const kf_host* host) { return *static_cast<State*>(host->self); }
  FakeCall& new_call(const std::string& kind, const CallFacts& facts);
  // Returns KF_OK while start() runs; otherwise records a violation.
  kf_status starting(const std::string& what);

  kf_host host{};
  const kf_descriptor* descriptor;  // null: `registration` is used instead
  std::function<void(Registrar&)> registration;
  detail::Hooks hooks;
  kf_plugin* plugin = nullptr;
  bool started = false;  // start() has been called
  enum class Phase { idle, configuring, starting, running, drained, stopped } phase = Phase::idle;

  FakeSettings settings;
  std::optional<std::string> database;
  RecordingQueue queue;
  Violations violations;

  // Filled during start(), read-only afterwards.
  std::map<std::string, FakeTask> tasks;
  std::vector<FakeRoute> routes;
  std::map<std::string, FakePanel> panels;
  std::map<std::string, FakeCheck> checks;

  std::atomic<std::uint32_t> call_limit{16};
  std::atomic<std::uint64_t> reserved_bytes{0};

  std::mutex mutex;  // protects what follows
  std::vector<FakeMetric> metrics;
  std::vector<LogLine> log;
  // Kept until the end, to detect a plugin that uses a call or exchange too late.
  std::deque<FakeCall> calls;
  std::deque<FakeExchange> exchanges;
};

// The table of a service; null for an unknown id.
const void* fake_service(const kf_host* host, const char* id);

}  // namespace kongflow::testing
