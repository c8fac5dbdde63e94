#include <future>
#include <thread>

#include "host/plugins/plugin_library.h"
#include "host/validate/elf_symbols.h"
#include "host/validate/groups.h"
#include "host/validate/process_state.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

using std::chrono::steady_clock;

constexpr int kCalls = 1'000;
constexpr std::chrono::milliseconds kTimeLimit{100};

kf_entry_fn entry_of(const Subject& subject) {
  trace_step("opening the plugin");
  std::string refusal;
  const auto entry = find_plugin_entry(subject.plugin, refusal);
  if (entry == nullptr) throw Failed(refusal);
  trace_step("the entry function");
  return entry;
}

Verdict is_exported(const Subject& subject) {
  entry_of(subject);
  return {};
}

Verdict is_the_only_symbol(const Subject& subject) {
  std::string others;
  int count = 0;
  for (const auto& name : exported_symbols(subject.plugin)) {
    if (name == KF_ENTRY_SYMBOL) continue;
    if (++count <= 5) others += (others.empty() ? "" : ", ") + printable(name, 80);
  }
  if (count == 0) return {};
  return {Outcome::failed, "it exports " + std::to_string(count) + " more symbols: " + others +
                               "; hide them with -fvisibility=hidden and a version script"};
}

Verdict answers_the_same(const Subject& subject) {
  const auto entry = entry_of(subject);
  const auto call_entry = [entry] {
    const kf_descriptor* first = entry();
    for (int i = 0; i < kCalls; ++i)
      if (entry() != first) throw Failed("two calls return two descriptors");
    return first;
  };
  auto other_thread = std::async(std::launch::async, call_entry);
  if (call_entry() != other_thread.get()) return {Outcome::failed, "two threads get two descriptors"};
  return {};
}

Verdict is_cheap(const Subject& subject) {
  const auto entry = entry_of(subject);
  const auto begin = steady_clock::now();
  for (int i = 0; i < kCalls; ++i) entry();
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin);
  if (took <= kTimeLimit) return {};
  return {Outcome::failed, std::to_string(kCalls) + " calls took " + std::to_string(took.count()) + " ms"};
}

Verdict is_pure(const Subject& subject) {
  const auto threads = thread_ids();
  const auto descriptors = open_descriptors();
  entry_of(subject)();
  if (const auto more = threads_not_in(threads, std::chrono::milliseconds(100)); !more.empty())
    return {Outcome::failed, "opening it started " + std::to_string(more.size()) + " threads"};
  for (const auto& [number, target] : open_descriptors())
    if (descriptors.count(number) == 0) return {Outcome::failed, "opening it opened " + target};
  return {};
}

}  // namespace

std::vector<Check> entry_checks() {
  const std::string exported = "entry.exported";
  return {
      {exported, "The shared object opens and exports kongflow_plugin_entry.", {}, &is_exported},
      {"entry.one-symbol", "It exports nothing else.", {exported}, &is_the_only_symbol},
      {"entry.repeatable", "The entry function returns one descriptor, on any thread.", {exported}, &answers_the_same},
      {"entry.cheap", "1,000 calls of the entry function take at most 100 ms.", {exported}, &is_cheap},
      {"entry.pure", "Opening the plugin starts no thread and opens no file.", {exported}, &is_pure},
  };
}

}  // namespace kongflow::host::validate
