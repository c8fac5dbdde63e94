#include "host/validate/exercise.h"
#include "host/validate/groups.h"
#include "host/validate/process_state.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

constexpr std::chrono::milliseconds kCancelGrace{1'000};

// A plugin must not leave threads behind even when stop() was not called: nothing ends them later.
Verdict destroy_after(const Subject& subject, void (*steps)(Trial&)) {
  load(subject);  // starts at load are covered by another check
  const auto before = thread_ids();
  {
    Trial trial(subject);
    steps(trial);
    trial.destroy();
  }
  if (const auto more = threads_not_in(before, kCancelGrace); !more.empty())
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
  call_everything_once(trial);
  trial.stop();
  trial.destroy();
  return {};
}

Verdict drain_while_busy(const Subject& subject) {
  Trial trial(subject);
  trial.begin();
  Traffic traffic(trial);
  trial.drain();
  if (const auto took = traffic.cancel(); took > RouteTrial::kRequestTimeLimit + kCancelGrace)
    return {Outcome::failed,
            "running calls took " + std::to_string(took.count()) + " ms to end after they were cancelled"};
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
  call_everything_once(trial);
  trial.end();
  return {};
}

}  // namespace

std::vector<Check> interruption_checks() {
  const std::vector<std::string> needs{"lifecycle.in-order"};
  return {
      {"lifecycle.destroy-after-create", "It can be destroyed before it is configured.", needs, &after_create},
      {"lifecycle.destroy-after-configure", "It can be destroyed before it is started.", needs, &after_configure},
      {"lifecycle.destroy-after-start", "It can be destroyed without being stopped.", needs, &after_start},
      {"lifecycle.destroy-after-drain", "The same, after drain.", needs, &after_drain},
      {"lifecycle.stop-without-drain", "It can be stopped without being drained.", needs, &stop_without_drain},
      {"lifecycle.drain-while-busy", "Running calls end after drain and cancellation; then it stops.", needs,
       &drain_while_busy},
      {"lifecycle.configure-while-busy", "It accepts its settings again during running calls.", needs,
       &configure_while_busy},
  };
}

}  // namespace kongflow::host::validate
