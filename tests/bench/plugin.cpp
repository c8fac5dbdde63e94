// What a host of the benchmark runs beside the endpoints plugin: tasks that do nothing, as the register tasks of an
// index whose workers take no time; tasks that note when they were started, and tasks that note which they were.
#include "kongflow/plugin.hpp"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace {

// Numbers from several threads, until they are asked for.
class Notes {
 public:
  void add(std::int64_t number) {
    const std::lock_guard lock(mutex_);
    numbers_.push_back(number);
  }

  // As a JSON array; forgets them.
  std::string take() {
    const std::lock_guard lock(mutex_);
    std::string json = "[";
    for (const auto number : numbers_) json += (json.size() > 1 ? "," : "") + std::to_string(number);
    numbers_.clear();
    return json + "]";
  }

 private:
  std::mutex mutex_;
  std::vector<std::int64_t> numbers_;  // protected by mutex_
};

// Of CLOCK_MONOTONIC, which the driver of the benchmark reads too.
std::int64_t microseconds_now() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

class BenchPlugin final : public kongflow::Plugin {
 public:
  void start(kongflow::Registrar& registrar) override {
    for (const char* identifier :
         {"benchNoop", "registerJob", "registerSource", "registerDynamicTrigger", "registerDynamicSchedule"})
      registrar.task(identifier, [](const kongflow::Task&, kongflow::Call&) { return kongflow::TaskOutcome::done(); });
    registrar.task("benchStarted", [this](const kongflow::Task&, kongflow::Call&) {
      starts_.add(microseconds_now());
      return kongflow::TaskOutcome::done();
    });
    registrar.task("benchNoted", [this](const kongflow::Task& task, kongflow::Call&) {
      ids_.add(std::stoll(std::string(task.id)));
      return kongflow::TaskOutcome::done();
    });
    const auto serve = [&registrar](const char* path, Notes& notes) {
      registrar.route("GET", path, kongflow::Access::open, [&notes](const kongflow::Request&, kongflow::Call&) {
        return kongflow::Response::json(200, notes.take());
      });
    };
    serve("/bench/started", starts_);
    serve("/bench/noted", ids_);
  }

 private:
  Notes starts_;
  Notes ids_;
};

}  // namespace

KONGFLOW_PLUGIN(BenchPlugin, kongflow::Descriptor("bench", "Benchmark", "1.0.0"))
