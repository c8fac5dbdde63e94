// A plugin in C++: derive from Plugin, describe it, export it with KONGFLOW_PLUGIN.
//
//   class Hello : public kongflow::Plugin {
//    public:
//     void start(kongflow::Registrar& registrar) override {
//       registrar.route("GET", "/hello/:name", kongflow::Access::open,
//                       [](const kongflow::Request& request, kongflow::Call&) {
//                         return kongflow::Response::text(200, "Hello, " + std::string(request.parameter("name")));
//                       });
//       registrar.task("sayHello", [](const kongflow::Task&, kongflow::Call&) { return kongflow::TaskOutcome::done();
//       });
//     }
//   };
//   KONGFLOW_PLUGIN(Hello, kongflow::Descriptor("hello", "Hello", "1.0.0"))
#pragma once

#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "kongflow/abi/plugin.h"
#include "kongflow/config.hpp"
#include "kongflow/guard.hpp"
#include "kongflow/host.hpp"
#include "kongflow/registrar.hpp"

namespace kongflow {

// A live plugin. The host calls configure, start, drain, stop in this order, never two at once, on its main thread; the
// destructor may follow any of them. An exception fails configure and start, with its text as the reason.
class Plugin {
 public:
  virtual ~Plugin() = default;

  // Validates the settings and takes them. No I/O. Called again on a running plugin when the host re-reads its config
  // file: build the new settings, then swap them in; whoever throws keeps the old ones.
  virtual void configure(const Config&) {}
  // Registers everything; opens no connection and does not wait.
  virtual void start(Registrar& registrar) = 0;
  // No new call follows; those in flight go on.
  virtual void drain() noexcept {}
  // Returns when no thread of the plugin runs any more. Handlers are not called after this.
  virtual void stop() noexcept {}
};

// The static facts of a plugin. Texts are literals.
class Descriptor {
 public:
  Descriptor(const char* id, const char* name, const char* version) : id_(id), name_(name), version_(version) {}

  // Any text that tells two builds apart.
  Descriptor&& build(const char* text) && {
    build_ = text;
    return std::move(*this);
  }
  // Besides call, config and log: services without which the host shall refuse the plugin (KF_HTTP_SERVICE, ...).
  Descriptor&& needs(const char* service_id) && {
    services_.push_back(service_id);
    return std::move(*this);
  }
  // The lowest minor version of the ABI that a host must speak for the plugin to work in it.
  Descriptor&& needs_minor(std::uint16_t minor) && {
    need_minor_ = minor;
    return std::move(*this);
  }
  Descriptor&& option(Option option) && {
    options_.push_back(option.abi());
    return std::move(*this);
  }

  // Borrows from this descriptor.
  kf_descriptor abi(kf_status (*create)(const kf_host*, kf_plugin**)) {
    services_.push_back(nullptr);
    return {KF_MAGIC, sizeof(kf_descriptor), KF_ABI_MAJOR,    KF_ABI_MINOR,    need_minor_, 0, id_, name_, version_,
            build_,   services_.data(),      options_.data(), options_.size(), create};
  }

 private:
  const char* id_;
  const char* name_;
  const char* version_;
  const char* build_ = "unknown";
  std::uint16_t need_minor_ = 0;
  std::vector<const char*> services_{KF_CALL_SERVICE, KF_CONFIG_SERVICE, KF_LOG_SERVICE};
  std::vector<kf_config_option> options_;
};

namespace detail {

// Joins a Plugin to its kf_plugin.
template <typename Derived>
class Instance {
 public:
  static kf_status create(const kf_host* host, kf_plugin** out) noexcept {
    *out = nullptr;
    try {
      *out = &(new Instance(host))->abi_;
      return KF_OK;
    } catch (...) {
      return KF_INTERNAL;
    }
  }

 private:
  explicit Instance(const kf_host* host) : host_(host), plugin_(make(host_)) {
    abi_ = {sizeof(kf_plugin), this, &configure, &start, &drain, &stop, &destroy};
  }

  static std::unique_ptr<Plugin> make([[maybe_unused]] Host host) {
    if constexpr (std::is_constructible_v<Derived, Host>) {
      return std::make_unique<Derived>(host);
    } else {
      return std::make_unique<Derived>();
    }
  }
  static Instance& of(kf_plugin* plugin) { return *static_cast<Instance*>(plugin->self); }
  Call call(kf_call* native) const { return {host_.find_service<kf_call_service>(KF_CALL_SERVICE), native}; }

  static kf_status configure(kf_plugin* plugin, kf_call* native) noexcept {
    Instance& self = of(plugin);
    return guard(self.call(native), [&] {
      self.plugin_->configure(
          Config(self.host_.native(), &self.host_.template service<kf_config_service>(KF_CONFIG_SERVICE)));
      return KF_OK;
    });
  }
  static kf_status start(kf_plugin* plugin, kf_call* native) noexcept {
    Instance& self = of(plugin);
    return guard(self.call(native), [&] {
      Registrar registrar(self.host_, self.hooks_);
      self.plugin_->start(registrar);
      return KF_OK;
    });
  }
  static void drain(kf_plugin* plugin) noexcept { of(plugin).plugin_->drain(); }
  static void stop(kf_plugin* plugin, void (*done)(void*), void* context) noexcept {
    of(plugin).plugin_->stop();
    done(context);
  }
  static void destroy(kf_plugin* plugin) noexcept { delete &of(plugin); }

  kf_plugin abi_{};
  const Host host_;
  detail::Hooks hooks_;  // goes after the plugin, whose threads may still be in them
  std::unique_ptr<Plugin> plugin_;
};

}  // namespace detail
}  // namespace kongflow

// Exports `Type`, which is made with a kongflow::Host when it has such a constructor, else without arguments. The rest
// is an expression of type kongflow::Descriptor. Once, in one source file of the shared object.
#define KONGFLOW_PLUGIN(Type, ...)                                                                    \
  extern "C" KF_EXPORT const kf_descriptor* kongflow_plugin_entry(void) {                             \
    try {                                                                                             \
      static ::kongflow::Descriptor facts = __VA_ARGS__;                                              \
      static const kf_descriptor descriptor = facts.abi(&::kongflow::detail::Instance<Type>::create); \
      return &descriptor;                                                                             \
    } catch (...) {                                                                                   \
      return nullptr;                                                                                 \
    }                                                                                                 \
  }
