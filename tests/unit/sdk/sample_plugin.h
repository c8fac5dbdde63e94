// A plugin that uses every part of the wrapper, and does what the test tells it to.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kongflow/plugin.hpp"

namespace kongflow {

struct SampleScript {
  std::function<void(const Config&)> configure;
  std::function<void(Registrar&)> start;
  std::vector<std::string> steps;  // lifecycle steps as they come
};

// What the next SamplePlugin does. Tests set it before they start a host.
inline SampleScript& sample_script() {
  static SampleScript script;
  return script;
}

class SamplePlugin final : public Plugin {
 public:
  explicit SamplePlugin(Host) { step("create"); }
  ~SamplePlugin() override { step("destroy"); }
  void configure(const Config& config) override {
    step("configure");
    if (sample_script().configure) sample_script().configure(config);
  }
  void start(Registrar& registrar) override {
    step("start");
    if (sample_script().start) sample_script().start(registrar);
  }
  void drain() noexcept override { step("drain"); }
  void stop() noexcept override { step("stop"); }

 private:
  static void step(const char* name) { sample_script().steps.emplace_back(name); }
};

// Resets the script.
inline const kf_descriptor& sample_descriptor() {
  sample_script() = SampleScript{};
  static Descriptor facts = Descriptor("sample", "Sample", "1.2.3")
                                .build("test")
                                .needs(KF_HTTP_SERVICE)
                                .option(Option::string("name", nullptr, "Text."))
                                .option(Option::string("token", nullptr, "Secret text.").secret())
                                .option(Option::integer("count", "3", "A number.").between(1, 10))
                                .option(Option::boolean("flag", "true", "A flag."))
                                .option(Option::duration("wait", "5s", "A time."))
                                .option(Option::size("room", "8MiB", "A size."))
                                .option(Option::list("entries", "a, b", "A list."));
  static const kf_descriptor descriptor = facts.abi(&detail::Instance<SamplePlugin>::create);
  return descriptor;
}

}  // namespace kongflow
