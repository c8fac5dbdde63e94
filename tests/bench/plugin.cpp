// What a host of the benchmark runs beside the endpoints plugin: tasks that do nothing, as the register tasks of an
// index whose workers take no time, and tasks that note when they were started.
#include "kongflow/plugin.hpp"

#include <chrono>
#include <mutex>
#include <string>
#include <vector>

namespace {

class BenchPlugin final : public kongflow::Plugin {
 public:
  void start(kongflow::Registrar& registrar) override {
    for (const char* identifier :
         {"benchNoop", "registerJob", "registerSource", "registerDynamicTrigger", "registerDynamicSchedule"})
      registrar.task(identifier, [](const kongflow::Task&, kongflow::Call&) { return kongflow::TaskOutcome::done(); });
    registrar.task("benchStarted", [this](const kongflow::Task&, kongflow::Call&) {
      note_start();
      return kongflow::TaskOutcome::done();
    });
    registrar.route("GET", "/bench/started", kongflow::Access::open, [this](const kongflow::Request&, kongflow::Call&) {
      return kongflow::Response::json(200, take_starts());
    });
  }

 private:
  void note_start() {
    // Of CLOCK_MONOTONIC, which the driver of the benchmark reads too.
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    const std::lock_guard lock(mutex_);
    starts_.push_back(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
  }

  // Microseconds, as a JSON array.
  std::string take_starts() {
    const std::lock_guard lock(mutex_);
    std::string json = "[";
    for (const auto start : starts_) json += (json.size() > 1 ? "," : "") + std::to_string(start);
    starts_.clear();
    return json + "]";
  }

  std::mutex mutex_;
  std::vector<std::int64_t> starts_;  // protected by mutex_
};

}  // namespace

KONGFLOW_PLUGIN(BenchPlugin, kongflow::Descriptor("bench", "Benchmark", "1.0.0"))
