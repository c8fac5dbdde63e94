#include "host/validate/exercise.h"
#include "host/validate/groups.h"
#include "host/validate/process_state.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

constexpr std::chrono::milliseconds to_notice{1'000};

// A plugin that was not asked to stop must not leave threads behind either: nothing ends them any more.
Verdict destroy_after(const Subject& subject, void (*steps)(Trial&)) {
  load(subject);  // what that starts is another check's
  const auto before = thread_ids();
  {
    Trial trial(subject);
    steps(trial);
    trial.destroy();
  }
  if (const auto more = threads_besides(before, to_notice); !more.empty())
    return {Outcome::failed, "destroy() left threads behind: " + std::to_string(more.size())};
  return {};
}

Verdict after_create(const Subject& subject) {
  return destroy_after(subject, [](Trial& trial) { trial.create(); });
}

Verdict after_configure(const Subject& subject) {
  return destroy_after(subject, [](Trial& trial) {
    trial.create();
    trial.configure();
  });
}

Verdict after_start(const Subject& subject) {
  return destroy_after(subject, [](Trial& trial) { trial.begin(); });
}

Verdict after_drain(const Subject& subject) {
  return destroy_after(subject, [](Trial& trial) {
    trial.begin();
    trial.drain();
  });
}

Verdict stop_without_drain(const Subject& subject) {
  Trial trial(subject);
  trial.begin();
  use_lightly(trial);
  trial.stop();
  trial.destroy();
  return {};
}

Verdict drain_while_busy(const Subject& subject) {
  Trial trial(subject);
  trial.begin();
  Traffic traffic(trial);
  trial.drain();
  if (const auto took = traffic.cancel(); took > RouteTrial::time_of_a_request + to_notice)
    return {Outcome::failed,
            "calls under way took " + std::to_string(took.count()) + " ms to end after they were cancelled"};
  trial.stop();
  trial.destroy();
  return {};
}

Verdict configure_while_busy(const Subject& subject) {
  Trial trial(subject);
  trial.begin();
  {
    Traffic traffic(trial);
    for (int i = 0; i < 20; ++i) trial.configure();
  }
  use_lightly(trial);
  trial.end();
  return {};
}

}  // namespace

std::vector<Check> interruption_checks() {
  const std::vector<std::string> needs{"lifecycle.in-order"};
  return {
      {"lifecycle.destroy-after-create", "It can be destroyed before it is configured.", needs, &after_create},
      {"lifecycle.destroy-after-configure", "It can be destroyed before it is started.", needs, &after_configure},
      {"lifecycle.destroy-after-start", "It can be destroyed although nobody stops it.", needs, &after_start},
      {"lifecycle.destroy-after-drain", "The same, after drain.", needs, &after_drain},
      {"lifecycle.stop-without-drain", "It can be stopped without being drained.", needs, &stop_without_drain},
      {"lifecycle.drain-while-busy", "Calls under way end after drain and cancellation, then it stops.", needs,
       &drain_while_busy},
      {"lifecycle.configure-while-busy", "It takes its settings again while calls are under way.", needs,
       &configure_while_busy},
  };
}

}  // namespace kongflow::host::validate
