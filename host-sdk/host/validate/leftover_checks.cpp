#include "host/validate/exercise.h"
#include "host/validate/groups.h"
#include "host/validate/process_state.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

constexpr std::size_t kWarmUpCycles = 20, kCycles = 100, kMaxBytesPerCycle = 4'096;

void live(const Subject& subject) {
  Trial trial(subject);
  trial.begin();
  call_everything_once(trial);
  trial.end();
}

// Runs `times` life cycles, or as many as the time allows; returns the number.
std::size_t run_cycles(const Subject& subject, std::size_t times, std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  std::size_t lived = 0;
  for (; lived < times && std::chrono::steady_clock::now() < end; ++lived) live(subject);
  return lived;
}

Verdict threads(const Subject& subject) {
  load(subject);  // starts at load are covered by another check
  const auto before = thread_ids();
  live(subject);
  trace_step("the end of threads");
  if (const auto more = threads_not_in(before, std::chrono::milliseconds(200)); !more.empty())
    return {Outcome::failed,
            "threads are still running after it reported that it has stopped: " + std::to_string(more.size())};
  return {};
}

Verdict descriptors(const Subject& subject) {
  live(subject);
  const auto before = open_descriptors();
  for (int i = 0; i < 3; ++i) live(subject);
  std::string left;
  int count = 0;
  for (const auto& [number, target] : open_descriptors())
    if (before.count(number) == 0 && ++count <= 3) left += (left.empty() ? "" : ", ") + printable(target, 100);
  if (count == 0) return {};
  return {Outcome::failed, "three life cycles leave descriptors open: " + std::to_string(count) + ": " + left};
}

Verdict memory(const Subject& subject) {
  run_cycles(subject, kWarmUpCycles, subject.limit / 4);
  const std::size_t before = heap_in_use();
  if (before == 0) throw Skipped("the memory allocator of this build does not report its usage");
  const auto lived = run_cycles(subject, kCycles, subject.limit / 2);
  const std::size_t after = heap_in_use();
  if (after <= before + lived * kMaxBytesPerCycle) return {};
  return {Outcome::failed, std::to_string(lived) + " life cycles leave " + std::to_string((after - before) / 1024) +
                               " KiB of memory behind"};
}

}  // namespace

std::vector<Check> leftover_checks() {
  const std::vector<std::string> needs{"lifecycle.in-order", "lifecycle.two-lives", "http.answered"};
  return {
      {"leftovers.threads", "None of its threads runs after it has stopped.", {"lifecycle.in-order"}, &threads},
      {"leftovers.descriptors", "Life cycles leave no file or socket open.", needs, &descriptors},
      {"leftovers.memory", "A hundred life cycles, or as many as the time allows, leak no memory.", needs, &memory},
  };
}

}  // namespace kongflow::host::validate
