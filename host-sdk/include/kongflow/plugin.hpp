// The C++ base of a plugin: derive from Plugin, describe it, export it with KONGFLOW_PLUGIN.
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

// A plugin instance. The host calls configure, start, drain and stop in this order, never two at once, on its main
// thread. The destructor may follow any of them. An exception fails configure or start; its text is the reason.
class Plugin {
 public:
  virtual ~Plugin() = default;

  // Validates and applies the settings. No I/O. The host calls it again on a running plugin when it re-reads its config
  // file: build the new settings first, then replace the old ones. A plugin that throws must keep the old settings.
  virtual void configure(const Config&) {}
  // Registers tasks, routes, panels, metrics and health checks. Does not block and opens no connection.
  virtual void start(Registrar& registrar) = 0;
  // The host makes no new calls after this. Calls in flight continue.
  virtual void drain() noexcept {}
  // Returns after all threads of the plugin have finished. The host calls no handler after this.
  virtual void stop() noexcept {}
};

// The static description of a plugin. Texts are literals.
class Descriptor {
 public:
  Descriptor(const char* id, const char* name, const char* version) : id_(id), name_(name), version_(version) {}

  // A commit, a compiler, or any text that identifies the build.
  Descriptor&& build(const char* text) && {
    build_ = text;
    return std::move(*this);
  }
  // A service without which the host rejects the plugin (KF_HTTP_SERVICE, ...). Call, config and log are always
  // required.
  Descriptor&& needs(const char* service_id) && {
    services_.push_back(service_id);
    return std::move(*this);
  }
  // The lowest minor version of the ABI that the plugin requires of the host.
  Descriptor&& needs_minor(std::uint16_t minor) && {
    need_minor_ = minor;
    return std::move(*this);
  }
  Descriptor&& option(Option option) && {
    options_.push_back(option.abi());
    return std::move(*this);
  }

  // The result borrows from this descriptor.
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

// Adapts a Plugin to the functions of kf_plugin.
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
  detail::Hooks hooks_;  // destroyed after the plugin, whose threads may still run hooks
  std::unique_ptr<Plugin> plugin_;
};

}  // namespace detail
}  // namespace kongflow

// Exports `Type`. It is constructed with a kongflow::Host if it has such a constructor, otherwise without arguments.
// The second argument is an expression of type kongflow::Descriptor. Use it once, in one source file of the shared
// object.
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
