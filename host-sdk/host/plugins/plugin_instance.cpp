#include "host/plugins/plugin_instance.h"

#include <condition_variable>
#include <deque>
#include <mutex>

#include "host/base/call.h"

namespace kongflow::host {

// Completed by the plugin from any thread, possibly twice or after the host has stopped waiting; therefore objects of
// this class live until the process exits.
class PluginInstance::Stopped {
 public:
  static Stopped& make() {
    static auto* const all = new std::deque<Stopped>;
    return all->emplace_back();
  }
  static void done(void* context) {
    auto& self = *static_cast<Stopped*>(context);
    const std::lock_guard lock(self.mutex_);
    ++self.times_;
    self.changed_.notify_all();
  }
  bool wait(std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [this] { return times_ > 0; });
  }
  int times() const {
    const std::lock_guard lock(mutex_);
    return times_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int times_ = 0;  // protected by mutex_
};

// Runs a step of the plugin. An exception violates the contract and counts as KF_INTERNAL.
template <class Step>
kf_status PluginInstance::run(const char* step, kf_call& call, Step&& body) {
  std::string exception = "an exception left the plugin";
  try {
    return body();
  } catch (const std::exception& error) {
    exception += std::string(": ") + error.what();
  } catch (...) {
  }
  exceptions_.push_back("in " + std::string(step) + "(): " + exception);
  host_.services().log.error(host_.component(), exceptions_.back());
  call.set_error("EXCEPTION", exception);
  return KF_INTERNAL;
}

PluginInstance::PluginInstance(PluginLibrary library, HostServices& services)
    : library_(std::move(library)), host_(library_.id(), services) {}

PluginInstance::~PluginInstance() {
  destroy();
}

std::optional<std::string> PluginInstance::ended(const char* step, kf_status status, const kf_call& call) const {
  if (status == KF_OK) return std::nullopt;
  const auto error = call.error();
  return "the plugin \"" + library_.id() + "\" failed to " + step + ": " +
         (error ? error->message : "status " + std::to_string(status) + ", and it gave no reason");
}

std::optional<std::string> PluginInstance::create() {
  kf_call call("create " + library_.id());
  kf_status status = run("create", call, [&] { return library_.descriptor->create(host_.abi(), &plugin_); });
  if (status != KF_OK) {
    plugin_ = nullptr;
  } else if (!KF_HAS(plugin_, destroy) || plugin_->configure == nullptr || plugin_->start == nullptr ||
             plugin_->drain == nullptr || plugin_->stop == nullptr || plugin_->destroy == nullptr) {
    plugin_ = nullptr;
    status = KF_INTERNAL;
    call.set_error("INCOMPLETE", "create() returned KF_OK, but the plugin does not have all steps");
  }
  return ended("create", status, call);
}

std::optional<std::string> PluginInstance::configure(const OptionValues& values) {
  kf_call call("configure " + library_.id());
  const auto phase = PluginHost::Phase::configuring(host_, values);
  const kf_status status = run("configure", call, [&] { return plugin_->configure(plugin_, &call); });
  if (status == KF_OK) values_ = values;
  return ended("configure", status, call);
}

std::optional<std::string> PluginInstance::start() {
  kf_call call("start " + library_.id());
  const kf_status status = [&] {
    const auto phase = PluginHost::Phase::starting(host_);
    return run("start", call, [&] { return plugin_->start(plugin_, &call); });
  }();
  started_ = status == KF_OK;
  auto problem = ended("start", status, call);
  refusals_ = host_.take_refusals();
  for (const auto& refusal : refusals_) {
    host_.services().log.warning(host_.component(), "a registration was rejected: " + refusal);
    if (problem) *problem += "; " + refusal;
  }
  return problem;
}

void PluginInstance::drain() {
  kf_call call("drain " + library_.id());
  if (!started_) return;
  run("drain", call, [&] {
    plugin_->drain(plugin_);
    return KF_OK;
  });
}

bool PluginInstance::stop(std::chrono::milliseconds limit) {
  if (!started_) return true;
  started_ = false;
  stopped_ = &Stopped::make();
  kf_call call("stop " + library_.id());
  const kf_status status = run("stop", call, [&] {
    plugin_->stop(plugin_, &Stopped::done, stopped_);
    return KF_OK;
  });
  if (status == KF_OK && stopped_->wait(limit)) return true;
  host_.services().log.error(host_.component(), "the plugin did not stop in time; the host no longer calls it",
                             {{"waited_ms", std::to_string(limit.count())}});
  plugin_ = nullptr;
  return false;
}

void PluginInstance::destroy() {
  if (plugin_ == nullptr) return;
  kf_call call("destroy " + library_.id());
  run("destroy", call, [&] {
    plugin_->destroy(plugin_);
    return KF_OK;
  });
  plugin_ = nullptr;
}

std::vector<std::string> PluginInstance::breaches() const {
  std::vector<std::string> all = exceptions_;
  if (stopped_ != nullptr && stopped_->times() > 1)
    all.push_back("it reported " + std::to_string(stopped_->times()) + " times that it has stopped");
  return all;
}

}  // namespace kongflow::host
