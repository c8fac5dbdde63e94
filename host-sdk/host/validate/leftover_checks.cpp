#include "host/validate/exercise.h"
#include "host/validate/groups.h"
#include "host/validate/process_state.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

constexpr std::size_t lives_to_warm_up = 20, lives = 100, bytes_a_life = 4'096;

void live(const Subject& subject) {
  Trial trial(subject);
  trial.begin();
  use_lightly(trial);
  trial.end();
}

// As often as `times`, or as the time allows; how often it was.
std::size_t live_often(const Subject& subject, std::size_t times, std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  std::size_t lived = 0;
  for (; lived < times && std::chrono::steady_clock::now() < end; ++lived) live(subject);
  return lived;
}

Verdict threads(const Subject& subject) {
  load(subject);  // what that starts is another check's
  const auto before = thread_ids();
  live(subject);
  at("the end of threads");
  if (const auto more = threads_besides(before, std::chrono::milliseconds(200)); !more.empty())
    return {Outcome::failed, "after it said that it has stopped, threads of it run on: " + std::to_string(more.size())};
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
  return {Outcome::failed, "three lives leave descriptors open: " + std::to_string(count) + ": " + left};
}

Verdict memory(const Subject& subject) {
  live_often(subject, lives_to_warm_up, subject.limit / 4);
  const std::size_t before = heap_in_use();
  if (before == 0) throw Skipped("the memory allocator of this build does not tell what it gave out");
  const auto lived = live_often(subject, lives, subject.limit / 2);
  const std::size_t after = heap_in_use();
  if (after <= before + lived * bytes_a_life) return {};
  return {Outcome::failed,
          std::to_string(lived) + " lives leave " + std::to_string((after - before) / 1024) + " KiB of memory behind"};
}

}  // namespace

std::vector<Check> leftover_checks() {
  const std::vector<std::string> needs{"lifecycle.in-order", "lifecycle.two-lives", "http.answered"};
  return {
      {"leftovers.threads", "No thread of it runs once it has stopped.", {"lifecycle.in-order"}, &threads},
      {"leftovers.descriptors", "Lives leave no file or socket open.", needs, &descriptors},
      {"leftovers.memory", "A hundred lives, or as many as there is time for, do not fill the memory.", needs, &memory},
  };
}

}  // namespace kongflow::host::validate
