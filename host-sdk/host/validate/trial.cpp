#include "host/validate/trial.h"

#include <algorithm>
#include <iostream>

#include "host/config/config.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {

PluginLibrary load(const Subject& subject) {
  trace_step("opening the plugin");
  auto loaded = load_plugin_library(subject.plugin, std::nullopt);
  if (!loaded.library) throw Skipped(loaded.refusal);
  return *loaded.library;
}

OptionValues settings_of(const Subject& subject, const PluginLibrary& library, Problems& problems) {
  const Config config = read_config(subject.config.empty() ? "/dev/null" : subject.config, subject.overrides);
  problems = config.problems;
  const auto found = std::find_if(config.plugins.begin(), config.plugins.end(),
                                  [&](const PluginTable& table) { return table.id == library.id(); });
  PluginTable none;
  none.id = library.id();
  none.at.source = subject.config.empty() ? "the plugin's defaults" : subject.config.string();
  return check_plugin_table(found == config.plugins.end() ? none : *found, library.options, problems);
}

Trial::Trial(const Subject& subject)
    : subject_(subject), log_(std::cerr, LogLevel::debug, LogFormat::text), runtime_(log_) {
  PluginLibrary library = load(subject);
  Problems problems;
  settings_ = settings_of(subject, library, problems);
  if (!problems.empty()) throw Skipped(problems.front().text());
  plugin_ = std::make_unique<PluginInstance>(std::move(library), runtime_.services);
}

Trial::~Trial() = default;

bool Trial::requires_service(const std::string& id) const {
  auto required = plugin_->library().descriptor->requires_services;
  while (required != nullptr && *required != nullptr && id != *required) ++required;
  return required != nullptr && *required != nullptr;
}

void Trial::expect(const std::optional<std::string>& problem) const {
  if (problem) throw Failed(*problem);
  expect_no_breach();
}

void Trial::expect_no_breach() const {
  for (const auto& breach : plugin_->breaches()) throw Failed("it violates the contract: " + breach);
}

void Trial::create() {
  trace_step("create()");
  expect(plugin_->create());
}

void Trial::configure() {
  configure(settings_);
}

void Trial::configure(const OptionValues& values) {
  trace_step("configure()");
  expect(plugin_->configure(values));
}

void Trial::start() {
  if (!subject_.database.empty()) {
    runtime_.services.connection_string = subject_.database;
    queue_.emplace(subject_.database);
    runtime_.services.enqueue = [this](const kf_task_spec& spec) { return queue_->add(spec); };
  }
  trace_step("start()");
  expect(plugin_->start());
  routes_ = std::make_unique<RouteTrial>(runtime_.routes, log_, subject_.wait_limit());
}

void Trial::drain() {
  trace_step("drain()");
  plugin_->drain();
  expect_no_breach();
}

void Trial::stop() {
  trace_step("the return of calls, before stop()");
  routes_->stop();
  trace_step("stop()");
  if (!plugin_->stop(subject_.wait_limit()))
    throw Failed("it did not report within " + std::to_string(subject_.wait_limit().count()) +
                 " ms that it has stopped");
  expect_no_breach();
}

void Trial::destroy() {
  trace_step("destroy()");
  plugin_->destroy();
  expect_no_breach();
}

void Trial::begin() {
  create();
  configure();
  start();
}

void Trial::end() {
  drain();
  stop();
  destroy();
}

}  // namespace kongflow::host::validate
