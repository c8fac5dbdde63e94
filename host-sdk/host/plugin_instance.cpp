#include "host/plugin_instance.h"

#include <condition_variable>
#include <mutex>

#include "host/call.h"

namespace kongflow::host {
namespace {

// Runs a step of a plugin; an exception, which must never come here, counts as KF_INTERNAL.
template <class Step>
kf_status run(kf_call& call, Step&& step) {
  try {
    return step();
  } catch (const std::exception& error) {
    call.set_error("EXCEPTION", std::string("it let an exception out: ") + error.what());
  } catch (...) {
    call.set_error("EXCEPTION", "it let an exception out");
  }
  return KF_INTERNAL;
}

// Lives until both sides have let go: a plugin may call done() after the host has given up waiting.
class Stopped {
 public:
  static void done(void* context) {
    const std::unique_ptr<std::shared_ptr<Stopped>> self(static_cast<std::shared_ptr<Stopped>*>(context));
    const std::lock_guard lock((*self)->mutex_);
    (*self)->done_ = true;
    (*self)->changed_.notify_all();
  }
  bool wait(std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [this] { return done_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;  // protected by mutex_
};

}  // namespace

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
  kf_status status = run(call, [&] { return library_.descriptor->create(host_.abi(), &plugin_); });
  if (status != KF_OK) {
    plugin_ = nullptr;
  } else if (!KF_HAS(plugin_, destroy) || plugin_->configure == nullptr || plugin_->start == nullptr ||
             plugin_->drain == nullptr || plugin_->stop == nullptr || plugin_->destroy == nullptr) {
    plugin_ = nullptr;
    status = KF_INTERNAL;
    call.set_error("INCOMPLETE", "create() answered KF_OK without a plugin that has every step");
  }
  return ended("create", status, call);
}

std::optional<std::string> PluginInstance::configure(OptionValues values) {
  kf_call call("configure " + library_.id());
  const auto phase = PluginHost::Phase::configuring(host_, values);
  const kf_status status = run(call, [&] { return plugin_->configure(plugin_, &call); });
  if (status == KF_OK) values_ = values;
  return ended("configure", status, call);
}

std::optional<std::string> PluginInstance::start() {
  kf_call call("start " + library_.id());
  const kf_status status = [&] {
    const auto phase = PluginHost::Phase::starting(host_);
    return run(call, [&] { return plugin_->start(plugin_, &call); });
  }();
  started_ = status == KF_OK;
  auto problem = ended("start", status, call);
  for (const auto& refusal : host_.take_refusals()) {
    host_.services().log.warning(host_.component(), "a registration was refused: " + refusal);
    if (problem) *problem += "; " + refusal;
  }
  return problem;
}

void PluginInstance::drain() {
  kf_call call("drain " + library_.id());
  if (!started_) return;
  run(call, [&] {
    plugin_->drain(plugin_);
    return KF_OK;
  });
}

bool PluginInstance::stop(std::chrono::milliseconds limit) {
  if (!started_) return true;
  started_ = false;
  const auto stopped = std::make_shared<Stopped>();
  kf_call call("stop " + library_.id());
  const kf_status status = run(call, [&] {
    plugin_->stop(plugin_, &Stopped::done, new std::shared_ptr<Stopped>(stopped));
    return KF_OK;
  });
  if (status == KF_OK && stopped->wait(limit)) return true;
  host_.services().log.error(host_.component(), "the plugin did not stop; it is left as it is",
                             {{"waited_ms", std::to_string(limit.count())}});
  plugin_ = nullptr;
  return false;
}

void PluginInstance::destroy() {
  if (plugin_ == nullptr) return;
  kf_call call("destroy " + library_.id());
  run(call, [&] {
    plugin_->destroy(plugin_);
    return KF_OK;
  });
  plugin_ = nullptr;
}

}  // namespace kongflow::host
